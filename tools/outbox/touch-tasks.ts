/** The tasks that come from a message the system could not, or may not, send by itself. */
import type { TouchRow } from '../../db/queries/touches.ts'
import { touchById } from '../../db/queries/touches.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { ToolContext } from '../define-tool.ts'
import type { Proposal } from '../proposals/find-proposal.ts'
import { openTask } from '../tasks/open-task.ts'

const DAY = 86_400_000

type TaskContext = Pick<ToolContext, 'actor' | 'now' | 'ledgerKey'>

/** A person reaches the customer instead, with the words that were to be sent. */
export async function openContactTask(
  db: VentureDb,
  context: TaskContext,
  proposal: Proposal,
  { id, problem }: Pick<TouchRow, 'id'> & { problem?: string | null | undefined },
): Promise<string | undefined> {
  const touch = await touchById(db, id)
  if (!touch) throw new Error('a task for a touch that is not there')
  const about = proposal.customerName ?? 'the customer'
  const why = problem ? `Not sent by the system: ${problem}.\n\n` : ''
  return openTask(db, context, {
    proposalId: proposal.id,
    touchId: touch.id,
    customerId: proposal.customerId,
    kind: proposal.kind === 'offer' ? 'offer' : 'message',
    title: `Reach ${about}: ${touch.subject}`,
    body: `${why}The approved words:\n\n${touch.subject}\n\n${touch.body}\n\nWhen it is done: crew done ${proposal.label}`,
    assignedTo: ownerOf(proposal),
    dueAt: new Date(context.now.getTime() + DAY),
  })
}

/** Only a person can find out, in the mail server's log or by asking, whether it left. */
export async function openUnknownTask(
  db: VentureDb,
  context: TaskContext,
  proposal: Proposal,
  { id, problem }: { id: string; problem: string | undefined },
): Promise<string | undefined> {
  return openTask(db, context, {
    proposalId: proposal.id,
    touchId: id,
    customerId: proposal.customerId,
    kind: 'resolve_unknown',
    title: `Find out whether the message of ${proposal.label} left`,
    body: `It is not known whether this message was sent: ${problem ?? 'the process ended while it was being sent'}. It is not sent again by itself. Look for Message-ID <${id}@crew.invalid> in the mail server's log, then say which it is: crew done ${proposal.label} --outcome sent, or --outcome not_sent, and then it is sent.`,
    assignedTo: ownerOf(proposal),
    dueAt: new Date(context.now.getTime() + DAY),
  })
}

export function ownerOf({ fingerprint }: Pick<Proposal, 'fingerprint'>): string | null {
  return fingerprint.about === 'customer' ? fingerprint.ownerEmail : null
}
