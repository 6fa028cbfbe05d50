/** What would make a decision impossible to carry out is said before it is taken. */
import { UserError } from '../../errors.ts'
import type { ToolContext } from '../define-tool.ts'
import { minute, overBudget } from '../outbox/contact-limits.ts'
import { readSettings, type Settings } from '../settings/settings.ts'
import { checkSetting, modifySetting } from './apply-setting.ts'
import type { Proposal } from './find-proposal.ts'
import { type Decision, type Draft, type DraftChanges, draft } from './proposal.ts'

/** Throws when the decision or its changes cannot stand. */
export async function checkDecision(
  context: ToolContext,
  proposal: Proposal,
  decided: { decision: Decision; changes?: DraftChanges | undefined },
): Promise<void> {
  if (decided.decision === 'escalate' && proposal.addressedTo === 'chairman') {
    throw new UserError({
      code: 'conflict',
      message: `${proposal.label} is with the Chairman already, due ${minute(proposal.expiresAt)}.`,
      field: 'decision',
      value: 'escalate',
      fix: 'The Chairman approves, rejects, modifies or monitors it.',
    })
  }
  if (decided.decision === 'modify') {
    const { settings } = await readSettings(context.db, context.now)
    const changed = changedDraft(proposal, decided.changes, settings)
    if (changed.kind === 'setting') checkSetting(settings, changed)
  } else if (decided.changes !== undefined) {
    throw new UserError({
      code: 'invalid_input',
      message: `Changes go with modify, not with ${decided.decision}.`,
      field: 'changes',
      fix: 'Leave them out, or decide to modify.',
    })
  }
  if (decided.decision !== 'approve') return
  if (proposal.draft.kind === 'setting') {
    checkSetting((await readSettings(context.db, context.now)).settings, proposal.draft)
  }
  const problem = await context.db.transaction((db) =>
    overBudget(db, { ...proposal, proposalId: proposal.id }, context),
  )
  if (problem === undefined) return
  throw new UserError({
    code: 'over_budget',
    message: `${proposal.label} cannot be approved: ${problem}.`,
    field: 'costMinor',
    value: String(proposal.costMinor),
    fix: 'Modify it to cost less, or let the Chairman raise the budget.',
  })
}

export function changedDraft(
  { draft: before, label }: Proposal,
  changes: DraftChanges | undefined,
  settings: Settings,
) {
  const after = before.kind === 'setting' ? modifySetting(before, changes ?? {}, settings) : { ...before, ...changes }
  const parsed = draft.safeParse(after, { reportInput: true })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : (issue?.path.join('.') ?? '')
    throw new UserError({
      code: 'invalid_input',
      message: `${label} is a ${before.kind}; ${field} of it cannot be changed like this.`,
      field: `changes.${field}`,
      fix: `Its parts are ${Object.keys(before)
        .filter((name) => name !== 'kind')
        .join(', ')}.`,
    })
  }
  if (JSON.stringify(wantedOf(parsed.data)) === JSON.stringify(wantedOf(before))) {
    throw new UserError({
      code: 'invalid_input',
      message: 'Nothing of the proposal would change.',
      field: 'changes',
      fix: 'Say what is to be different, such as another body; or approve it as it is.',
    })
  }
  return parsed.data
}

/** The draft without what it starts from, which is not the proposer's to choose. */
function wantedOf(of: Draft): unknown {
  return of.kind === 'setting' ? of.changes.map(({ parameter, to }) => [parameter, to]) : of
}
