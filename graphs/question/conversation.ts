/** A follow-up keeps its context: what was asked last stands under a handle, for whoever asked it, for a while. */
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { readConversation, saveConversation } from '../../db/queries/conversations.ts'
import type { ToolContext } from '../../tools/define-tool.ts'
import { isKnownWord } from './meaning/likely-meanings.ts'
import { bearings, type IntentName, intentNames } from './meaning/meanings.ts'
import type { Asked, Fragment } from './understand.ts'

/** A thread that is taken up after lunch goes on; one of last week has other days and other worries. */
const KEPT_HOURS = 12

const kept = z.object({
  intent: z.enum(intentNames),
  customer: z.object({ id: z.string(), name: z.string() }).optional(),
  period: z.object({ from: z.string(), until: z.string() }).optional(),
  groups: z
    .array(z.object({ dimension: z.enum(['plan', 'industry', 'segment', 'country']), name: z.string() }))
    .optional(),
  topic: z.string().optional(),
  words: z.string(),
})

export interface Conversation {
  handle: string
  /** What was asked last; undefined in a new one, and in one that is over or another's. */
  asked: Asked | undefined
  /** A handle was given and nothing stands under it for this person any more. */
  isLost: boolean
}

const askerOf = ({ actor }: ToolContext): string => `${actor.kind}:${actor.id}`

/** The conversation of `handle`; a new one where there is none for this caller. */
export async function openConversation(context: ToolContext, handle?: string): Promise<Conversation> {
  const isHandle = handle !== undefined && z.uuid().safeParse(handle).success
  const found = isHandle
    ? await readConversation(context.db, { id: handle, asker: askerOf(context), now: context.now })
    : undefined
  const asked = kept.safeParse(found)
  return found === undefined
    ? { handle: uuidv7(), asked: undefined, isLost: handle !== undefined }
    : { handle: handle ?? uuidv7(), asked: asked.success ? (asked.data as Asked) : undefined, isLost: false }
}

/** What is asked now stands for the next question. Nothing is kept of a question that was not understood. */
export async function keepConversation(context: ToolContext, handle: string, asked: Asked): Promise<void> {
  const expiresAt = new Date(context.now.getTime() + KEPT_HOURS * 3_600_000)
  // Only words that are known from others, which an answer looks at again: no name is among them.
  const words = asked.words
    .split(' ')
    .filter((word) => isKnownWord(word))
    .join(' ')
  await saveConversation(context.db, {
    id: handle,
    asker: askerOf(context),
    asked: JSON.stringify({ ...asked, words }),
    now: context.now,
    expiresAt,
  })
}

/** "And last month?", "and for Globex?", "why?": the last question with what is new in it; undefined where that asks nothing. */
export function followUp(last: Asked, { customer, period, groups, asksWhy }: Fragment): Asked | undefined {
  const { intent: _, ...rest } = last
  const changed = {
    ...rest,
    ...(customer ? { customer } : {}),
    ...(period ? { period } : {}),
    ...(groups ? { groups } : {}),
  }
  const intent = asksWhy ? whyOf(last, changed.customer !== undefined) : of(last.intent, customer !== undefined)
  if (!intent) return undefined
  const bearing = bearings[intent]
  if (customer && !bearing.customer) return undefined
  if (period && bearing.period !== 'may') return undefined
  if (groups && !bearing.groups) return undefined
  const { customer: about, ...withoutCustomer } = changed
  return { intent, ...withoutCustomer, ...(about && bearing.customer ? { customer: about } : {}) }
}

/** Of all customers and of one the same question may be two. */
function of(intent: IntentName, isOfOne: boolean): IntentName {
  if (!isOfOne) return intent
  const ofOne: Partial<Record<IntentName, IntentName>> = {
    health: 'customer',
    at_risk: 'customer',
    why_average: 'why_moved',
  }
  return ofOne[intent] ?? intent
}

function whyOf({ intent }: Asked, isOfOne: boolean): IntentName | undefined {
  if (intent === 'why_moved' || intent === 'why_average' || intent === 'why_customer') return intent
  if (isOfOne) return intent === 'health_trend' ? 'why_moved' : 'why_customer'
  return intent === 'health' || intent === 'health_trend' ? 'why_average' : undefined
}
