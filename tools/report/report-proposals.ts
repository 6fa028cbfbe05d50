/** What was proposed and what people decided, read anew from the tables, so that a later decision shows. */
import { z } from 'zod'
import { previousRunStartedAt, proposalsForReport, type ReportProposalRow } from '../../db/queries/reports.ts'
import type { ToolContext } from '../define-tool.ts'
import { type Fact, fact } from '../facts.ts'
import { maskName, seesPersonalData } from '../personal-data.ts'
import { factIdsIn } from './fact-text.ts'
import { asCell } from './figure-blocks.ts'
import type { ReportBlock } from './report-document.ts'
import { decisionLabel, instant, kindLabel, proposalStatusLabel } from './words.ts'

/** Shown in full; the rest are lines of a table. */
const SHOWN_IN_FULL = 10

export interface ProposalsInReport {
  proposed: ReportBlock[]
  decided: ReportBlock[]
  waiting: ReportBlock[]
  facts: Fact[]
  /** `P-1042` by customer id, of this run. */
  byCustomer: Map<string, string[]>
}

/** The blocks of the proposals: this run's, those that still wait from earlier, and decisions since the run before. */
export async function proposalsInReport(context: ToolContext, runId: string): Promise<ProposalsInReport> {
  const decidedSince = (await previousRunStartedAt(context.db, runId)) ?? new Date(0)
  const found = await proposalsForReport(context.db, { runId, decidedSince })
  const rows = seesPersonalData(context.actor.roles)
    ? found
    : found.map((row) => ({ ...row, decidedBy: row.decidedBy && maskName(row.decidedBy) }))
  const ofThisRun = rows.filter((row) => row.isOfThisRun)
  const earlier = rows.filter((row) => !row.isOfThisRun && (row.status === 'waiting' || row.status === 'parked'))
  const facts = rows.flatMap(factsOf)
  const byCustomer = new Map<string, string[]>()
  for (const row of ofThisRun) {
    if (row.customerId) byCustomer.set(row.customerId, [...(byCustomer.get(row.customerId) ?? []), label(row)])
  }
  return {
    proposed: [
      ...(ofThisRun.length === 0 ? [plain('This run found nothing new to propose.')] : []),
      ...ofThisRun.slice(0, SHOWN_IN_FULL).map(proposalBlock),
      ...lines('The other proposals of this run', ofThisRun.slice(SHOWN_IN_FULL)),
      ...lines('From earlier runs, still open', earlier),
    ],
    decided: decisions(rows, context.venture.timeZone),
    waiting: whatWaits(rows),
    facts,
    byCustomer,
  }
}

function proposalBlock(row: ReportProposalRow): ReportBlock {
  const facts = factsOf(row)
  const stake = moneyFact(facts, row.moneyAtStakeMinor)
  const cost = row.costMinor > 0 ? moneyFact(facts, row.costMinor) : undefined
  return {
    type: 'proposal',
    number: label(row),
    kind: row.kind,
    status: row.status,
    title: resolved(row.title, facts),
    reason: row.whatChanged ? `${row.reason} Asked again, because: ${row.whatChanged}` : row.reason,
    customer:
      row.customerId && row.customerExternalId && row.customerName
        ? { id: row.customerId, externalId: row.customerExternalId, name: row.customerName }
        : null,
    measures: [
      ...(stake ? [{ label: 'Money at stake', factId: stake.id }] : []),
      ...(cost ? [{ label: 'Cost', factId: cost.id }] : []),
    ],
    addressedTo: row.addressedTo,
    expiresOn: row.expiresOn,
    decision:
      row.decision && row.decidedBy && row.decidedAt
        ? {
            decision: row.decision,
            person: row.decidedBy,
            reason: row.decisionReason ?? '',
            decidedAt: row.decidedAt.toISOString(),
          }
        : null,
    outcome: outcome(row),
  }
}

function lines(caption: string, rows: readonly ReportProposalRow[]): ReportBlock[] {
  if (rows.length === 0) return []
  return [
    {
      type: 'table',
      caption,
      columns: ['Proposal', 'What', 'For', 'State'].map((each) => ({ label: each, numeric: false })),
      rows: rows.map((row) => [
        label(row),
        `${kindLabel(row.kind)}: ${resolved(row.title, factsOf(row))}`,
        asCell(row.customerName ?? 'all customers'),
        proposalStatusLabel(row.status),
      ]),
    },
  ]
}

function decisions(rows: readonly ReportProposalRow[], timeZone: string): ReportBlock[] {
  const decided = rows
    .filter((row) => row.decision !== null && row.decidedAt !== null)
    .sort((a, b) => (b.decidedAt?.getTime() ?? 0) - (a.decidedAt?.getTime() ?? 0))
  if (decided.length === 0) {
    return [plain('Nobody has decided anything yet, so nothing has been sent and nothing has changed.')]
  }
  return [
    {
      type: 'table',
      caption: 'Decisions, the latest first',
      columns: ['Proposal', 'What', 'Decision', 'Reason', 'What followed'].map((each) => ({
        label: each,
        numeric: false,
      })),
      rows: decided.map((row) => [
        label(row),
        asCell(resolved(row.title, factsOf(row))),
        asCell(
          `${decisionLabel(row.decision ?? '')} by ${row.decidedBy ?? 'a person'}, ${instant(row.decidedAt?.toISOString() ?? '', timeZone)}`,
        ),
        asCell(row.decisionReason ?? ''),
        outcome(row) ?? proposalStatusLabel(row.status),
      ]),
    },
  ]
}

function whatWaits(rows: readonly ReportProposalRow[]): ReportBlock[] {
  const waiting = rows.filter(({ status }) => status === 'waiting')
  const [first] = waiting
  if (!first) return []
  return [
    plain(
      `Decide what waits, the most valuable first: ${waiting
        .slice(0, 3)
        .map(label)
        .join(
          ', ',
        )}${waiting.length > 3 ? ' and others' : ''}. The list: npx crew approvals. One decision: npx crew approve ${label(first)} --reason "why".`,
    ),
  ]
}

function outcome(row: ReportProposalRow): string | null {
  const parts = [
    row.sentCount > 0 && (row.sentCount === 1 ? 'Sent to the customer.' : 'Messages sent to the customer.'),
    row.openTouchCount > 0 && 'A message is in the outbox.',
    row.openTaskCount > 0 && 'A person has a task to do.',
    row.doneTaskCount > 0 && 'A person did the task.',
    row.status === 'parked' && 'Parked: a person must look at what happened.',
  ].filter((part) => part !== false)
  return parts.length > 0 ? parts.join(' ') : null
}

function factsOf(row: ReportProposalRow): Fact[] {
  const parsed = z.array(fact).safeParse(row.facts)
  return parsed.success ? parsed.data : []
}

/** An amount is shown only when a receipt backs it. */
function moneyFact(facts: readonly Fact[], minor: number): Fact | undefined {
  return facts.find(({ unit, value }) => unit === 'money' && value === minor)
}

/** A title is a heading, where links do not belong: its facts stand as text. */
function resolved(text: string, facts: readonly Fact[]): string {
  const byId = new Map(facts.map((each) => [each.id, each.text]))
  return factIdsIn(text).reduce((title, id) => title.replace(`{{fact:${id}}}`, () => byId.get(id) ?? id), text)
}

const label = ({ number }: ReportProposalRow) => `P-${number}`

const plain = (text: string): ReportBlock => ({ type: 'paragraph', text, writtenBy: 'report' })
