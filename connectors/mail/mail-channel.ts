/** Mail that leaves: where it goes, and what is known about it afterwards. */

export interface OutgoingMail {
  /** The idempotency key: one id is one mail, however often it is handed over. */
  id: string
  to: { name: string | null; address: string }
  subject: string
  text: string
  /** When it was written, so that the same mail is the same bytes. */
  writtenAt: Date
}

/**
 * sent: it arrived where we hand over. refused: it never will. not_sent: it did not leave, and may be tried again.
 * unknown: the line broke where it may have left; nobody can tell from here.
 */
export type Delivery =
  | { outcome: 'sent'; reference: string }
  | { outcome: 'refused' | 'not_sent' | 'unknown'; problem: string }

export interface MailCarrier {
  name: 'eml' | 'smtp'
  deliver(mail: OutgoingMail): Promise<Delivery>
  /** Proof that a mail left, where there is one; a carrier without `find` can never tell afterwards. */
  find?(id: string): Promise<string | undefined>
  close(): void
}

export interface MailChannel {
  /** Which carrier an address is for. */
  carrierFor(address: string): MailCarrier
  carrier(name: string): MailCarrier | undefined
  close(): void
}

/** Names that never belong to anybody (RFC 2606, RFC 6761): mail for them stays on this computer. */
const RESERVED = /(?:^|\.)(?:invalid|test|example|localhost|example\.(?:com|net|org))$/i

export function isReservedAddress(address: string): boolean {
  return RESERVED.test(address.slice(address.lastIndexOf('@') + 1))
}
