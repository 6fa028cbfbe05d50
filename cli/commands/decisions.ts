import type { Command } from 'commander'
import type { Config } from '../../config.ts'
import { decideAndCarryOut } from '../../graphs/proposal/decide-and-carry-out.ts'
import type { ProposalLife } from '../../graphs/proposal/proposal-life.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { openMail } from '../../tools/outbox/open-mail.ts'
import type { Decision, DraftChanges } from '../../tools/proposals/proposal.ts'
import { wantedSettings } from '../../tools/settings/shown-setting.ts'
import { type Output, paragraphs, warning } from '../output.ts'
import { needsRefresh, showOutcome, statusWords } from '../proposal-view.ts'
import { datedCommand, parseAmount, parseCount, withCrew } from '../session.ts'

const meanings: Record<Decision, string> = {
  approve: 'let it be done: by the system where the mode is Assisted, by a person where it is Manual',
  reject: 'refuse it; the same cause is not asked again during the cooldown',
  modify: 'change the draft; the changed proposal waits for a decision of its own',
  escalate: 'pass it to the Chairman with a due time',
  monitor: 'close it and check the customer in 14 days',
}

export function decisionCommands(): Command[] {
  return (Object.keys(meanings) as Decision[]).map((decision) => {
    const decide = datedCommand(decision, meanings[decision])
      .argument('<proposal>', 'P-1042')
      .requiredOption('--reason <text>', 'why; kept with the decision')
      .option('--round <number>', 'refuse when the proposal was asked again since', parseCount(1, 1000))
    if (decision === 'modify') {
      decide
        .option('--subject <text>', 'of a message or an offer')
        .option('--title <text>', 'of a task or an escalation')
        .option('--body <text>', 'the text')
        .option('--due-in-days <days>', 'of a task', parseCount(0, 90))
        .option('--discount-percent <percent>', 'of an offer', parseAmount(0, 100))
        .option('--cost <amount>', 'of an offer, in the venture’s currency, as 87.50', parseAmount(0, 1e12))
        .option('--to <value>', 'of a setting that changes one parameter: the new value')
        .option('--set <name=value...>', 'of a setting: new values of parameters it changes')
    }
    return decide.action((proposal: string, options) =>
      withCrew(options, async (crew, out, config) => {
        const life = await openLife(crew, config)
        try {
          const input = {
            proposal,
            decision,
            reason: options.reason,
            ...(options.round === undefined ? {} : { round: options.round }),
            ...(decision === 'modify' ? { changes: changesOf(options, crew.venture.currency) } : {}),
          }
          const followed = await decideAndCarryOut(life, input, await crew.context({ door: 'cli' }))
          out.result(
            { decision: followed.answer.output, proposal: followed.proposal, incidentId: followed.incidentId },
            () => showDecision(followed, out),
          )
          if (followed.incidentId !== undefined) brokeOff(followed.incidentId, out)
        } finally {
          await life.close()
        }
      }),
    )
  })
}

/**
 * The graph that carries a decided proposal out, with the mail channel of the configuration. LangGraph takes half a
 * second to load, which a command without a graph does not wait for.
 */
export async function openLife(crew: Crew, config: Config): Promise<ProposalLife> {
  const { openProposalLife } = await import('../../graphs/proposal/proposal-life.ts')
  return openProposalLife({ crew, mail: openMail(config) })
}

/** The person's word stands; what should follow from it did not happen yet. */
export function brokeOff(incidentId: string, out: Output): void {
  out.note(
    warning(`It is recorded, but carrying it out broke off (incident ${incidentId}); the next start goes on with it.`),
  )
  process.exitCode = 1
}

const past: Record<Decision, string> = {
  approve: 'approved',
  reject: 'rejected',
  modify: 'modified',
  escalate: 'passed to the Chairman',
  monitor: 'closed, to be looked at again,',
}

function showDecision({ answer, proposal }: Awaited<ReturnType<typeof decideAndCarryOut>>, out: Output): void {
  const { output } = answer
  const status = proposal?.status ?? output.status
  out.line(`${output.proposal} ${past[output.decision]} by ${output.decidedBy}; it is ${statusWords[status]} now.`)
  if (proposal?.whatChanged) out.line(warning(paragraphs(`Asked again, for the facts moved: ${proposal.whatChanged}`)))
  if (proposal) showOutcome(proposal, out)
  if (output.dueAt) out.line(`The Chairman’s answer is due ${output.dueAt.slice(0, 16).replace('T', ' ')} UTC.`)
  const isOpen = proposal?.tasks.some((task) => task.status === 'open') ?? false
  if (output.newProposal) out.line(`Next: ${out.crew(`approvals ${output.newProposal}`)}, the changed proposal`)
  else if (output.checkTask) out.line(`Next: ${out.crew('tasks')} has the check`)
  else if (isOpen) out.line(`Next: when it is done, ${out.crew(`done ${output.proposal}`)}`)
  else if (proposal && needsRefresh(proposal)) out.line(`Next: ${out.crew('score')}, for scores change with it`)
  else out.line(`Next: ${out.crew('approvals')}, or ${out.crew('report')}`)
}

function changesOf(options: Record<string, unknown>, currency: string): DraftChanges {
  const { subject, title, body, dueInDays, discountPercent, cost, to, set } = options
  const exponent =
    new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return {
    ...(typeof subject === 'string' ? { subject } : {}),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof body === 'string' ? { body } : {}),
    ...(typeof dueInDays === 'number' ? { dueInDays } : {}),
    ...(typeof discountPercent === 'number' ? { discountPercent } : {}),
    ...(typeof cost === 'number' ? { costMinor: Math.round(cost * 10 ** exponent) } : {}),
    ...(typeof to === 'string' ? { to: parseValue(to) } : {}),
    ...(Array.isArray(set) ? { changes: wantedSettings(set.map(String)) as NonNullable<DraftChanges['changes']> } : {}),
  }
}

/** A number, a list or true as JSON; anything else is the word itself. */
function parseValue(text: string): NonNullable<DraftChanges['to']> {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
