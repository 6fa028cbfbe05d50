/** A proposal's words and shapes: what may be proposed, decided and shown. Kept apart from what files or decides one. */
import { z } from 'zod'
import { settingDraft, settingFingerprint } from './setting-draft.ts'

export const proposalKinds = ['message', 'task', 'offer', 'escalation', 'setting'] as const
export type ProposalKind = (typeof proposalKinds)[number]

export const proposalStatuses = [
  'waiting',
  'approved',
  'rejected',
  'superseded',
  'expired',
  'executing',
  'done',
  'parked',
] as const
export type ProposalStatus = (typeof proposalStatuses)[number]

/** Still somebody's business; of one cause only one can be open. */
export const openStatuses = ['waiting', 'approved', 'executing', 'parked'] as const satisfies readonly ProposalStatus[]

export const decisions = ['approve', 'reject', 'modify', 'escalate', 'monitor'] as const
export type Decision = (typeof decisions)[number]

/** As a sentence says it: "P-1042 was approved by …". */
export const decisionVerbs: Record<Decision, string> = {
  approve: 'approved',
  reject: 'rejected',
  modify: 'changed into another proposal',
  escalate: 'passed to the Chairman',
  monitor: 'closed, with a check later,',
}

const text = z.string().trim().min(1)
const subject = text.max(200)
const body = text.max(10_000)

/** What would be done. Texts may hold `{{fact:id}}`; values are filled in when it is carried out. */
export const draft = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('message'),
    subject,
    body,
    /** Null: the most suitable user with consent, chosen when it is sent. */
    toUserId: z.uuid().nullable(),
  }),
  z.strictObject({ kind: z.literal('task'), title: subject, body, dueInDays: z.int().min(0).max(90) }),
  z.strictObject({
    kind: z.literal('offer'),
    subject,
    body,
    discountPercent: z.number().gt(0).max(100).optional(),
    /** What it costs the venture, in the minor unit of its currency. */
    costMinor: z.int().min(0),
  }),
  z.strictObject({ kind: z.literal('escalation'), title: subject, body }),
  settingDraft,
])
export type Draft = z.infer<typeof draft>

/** The parts of a draft that a person may change; the kind stays. */
export const draftChanges = z
  .strictObject({
    subject: subject.optional(),
    title: subject.optional(),
    body: body.optional(),
    toUserId: z.uuid().nullable().optional(),
    dueInDays: z.int().min(0).max(90).optional(),
    discountPercent: z.number().gt(0).max(100).optional(),
    costMinor: z.int().min(0).optional(),
    to: z.json().optional().meta({ description: 'of a setting that changes one parameter: the new value' }),
    changes: z
      .array(z.strictObject({ parameter: z.string().min(1).max(100), to: z.json() }))
      .max(50)
      .optional()
      .meta({ description: 'of a setting: new values of parameters it changes' }),
  })
  .meta({ description: 'only the parts that change' })
export type DraftChanges = z.infer<typeof draftChanges>

/** What the facts were when it was filed, or asked again; compared with the newest before it is carried out. */
const customerFingerprint = z.object({
  about: z.literal('customer'),
  asOf: z.iso.date(),
  /** Null before the first score. */
  status: z.string().nullable(),
  score: z.number().nullable(),
  ticketCount: z.int(),
  openTicketCount: z.int(),
  escalatedTicketCount: z.int(),
  paidSubscriptionCount: z.int(),
  mrrMinor: z.int(),
  /** Users that may be written to. */
  reachableCount: z.int(),
  /** Users that said they do not want to be. */
  withdrawnCount: z.int(),
  ownerEmail: z.string().nullable(),
})
export type CustomerFingerprint = z.infer<typeof customerFingerprint>

export const fingerprint = z.discriminatedUnion('about', [
  customerFingerprint,
  settingFingerprint,
  z.object({ about: z.literal('venture') }),
])
export type Fingerprint = z.infer<typeof fingerprint>

/** `P-1042` */
export const proposalLabel = (number: number): string => `P-${number}`
/** `T-101` */
export const taskLabel = (number: number): string => `T-${number}`

/** The texts of a draft, where placeholders may stand. */
export function draftTexts(of: Draft): string[] {
  switch (of.kind) {
    case 'message':
    case 'offer':
      return [of.subject, of.body]
    case 'task':
    case 'escalation':
      return [of.title, of.body]
    case 'setting':
      return [of.evidence]
  }
}

export function draftCostMinor(of: Draft): number {
  return of.kind === 'offer' ? of.costMinor : 0
}
