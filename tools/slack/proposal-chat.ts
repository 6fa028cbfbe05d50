/** What a chat must be able to do for proposals to be shown in it, and decided. */
import type { ProposalStatus } from '../proposals/proposal.ts'

export type AddressedTo = 'success' | 'chairman'

export interface Recipient {
  /** `#channel`, or `person:<id>` for the direct messages of a person. */
  name: string
  personId: string | null
}

/** A state of a proposal as it was drawn. */
export interface DrawnState {
  proposalId: string
  status: ProposalStatus
  round: number
}

export interface MessageToDraw {
  id: string
  form: 'card' | 'list'
  recipient: Recipient
  /** Slack's id of the channel; null before it is posted. */
  channel: string | null
  proposals: readonly ProposalToDraw[]
}

interface ProposalToDraw {
  id: string
  /** That the message was posted for. */
  postedRound: number
  /** How it stands. */
  status: ProposalStatus
  round: number
}

export type Delivered =
  | { outcome: 'sent'; channel: string; ts: string }
  | { outcome: 'retry'; at: Date; problem: string; mayHaveLeft: boolean }
  /** Nothing will change by itself; `fix` says what a person does. */
  | { outcome: 'failed'; code: string; problem: string; fix: string }

/** What the chat's door can do. */
export interface ProposalChat<Content> {
  /** Whom to tell; empty where nobody can be told. */
  recipients(addressedTo: AddressedTo): Promise<readonly Recipient[]>
  draw(message: MessageToDraw): Promise<{ content: Content; states: readonly DrawnState[] }>
  /** `lookSince`: an attempt then may have left, and is looked for first. */
  post(
    recipient: Recipient,
    content: Content,
    options: { key: string; lookSince: Date | undefined },
  ): Promise<Delivered>
  update(place: { channel: string; ts: string }, content: Content): Promise<Delivered>
  /** As a sentence names it. */
  nameOf(recipient: Recipient): Promise<string>
  onProblem(error: unknown): void
}
