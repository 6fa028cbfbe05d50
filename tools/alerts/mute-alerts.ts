/** A person does not want to hear of some alerts for a while. Channels still do, and so does whoever is next. */
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { insertMutes } from '../../db/queries/alert-mutes.ts'
import { UserError } from '../../errors.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { type Actor, defineTool } from '../define-tool.ts'
import { appendLedgerRows } from '../ledger/append-ledger.ts'
import { alertKinds } from './alert-kinds.ts'
import { muteLabel } from './mute-shapes.ts'

const HOUR = 3_600_000
const MOST_HOURS = 90 * 24

export const muteAlerts = defineTool({
  name: 'mute_alerts',
  title: 'Mute alerts for yourself',
  description:
    'The person who is logged in gets no alerts by mail or direct message for some hours: all of them, or of some kinds, or about one customer. Channels still get them, and an alert that everybody has muted goes to the next in its chain at once. Every mute has an end; unmute_alerts ends it before.',
  effect: 'act',
  capability: 'operate',
  input: z.object({
    kinds: z.array(z.enum(alertKinds)).min(1).optional().describe('Only of these kinds'),
    customer: z.string().min(1).optional().describe('Only about this customer: id, external id or unambiguous name'),
    hours: z.number().positive().max(MOST_HOURS).default(24),
  }),
  output: z.object({ mutes: z.array(z.string()).describe('M-1'), until: z.string() }),
  async run({ kinds, customer, hours }, context) {
    const { db, now, ledgerKey } = context
    const actor = personOf(context.actor)
    const customerId = customer === undefined ? null : (await findCustomer(context, customer)).id
    const untilAt = new Date(now.getTime() + hours * HOUR)
    const mutes = [...new Set<string | null>(kinds ?? [null])].map((kind) => ({
      id: uuidv7(),
      personId: actor.id,
      kind,
      customerId,
      mutedAt: now,
      untilAt,
    }))
    const numbers = await db.transaction(async (tx) => {
      const made = await insertMutes(tx, mutes)
      await appendLedgerRows(
        tx,
        ledgerKey,
        mutes.map(({ id, kind }) => ({
          event: 'alerts.muted',
          actor,
          at: now,
          ids: { muteId: id, ...(customerId ? { customerId } : {}) },
          detail: { kind: kind ?? 'all', until: untilAt.toISOString() },
        })),
      )
      return made
    })
    return {
      output: { mutes: numbers.map(muteLabel), until: untilAt.toISOString() },
      facts: [],
      rowCount: numbers.length,
    }
  },
})

/** Throws `forbidden` for whoever is nobody whom an alert could reach. */
export function personOf(actor: Actor): Actor {
  if (actor.kind === 'person') return actor
  throw new UserError({
    code: 'forbidden',
    message: `A person mutes their own alerts; ${actor.name} is none.`,
    field: 'actor',
    value: actor.name,
    fix: 'Log in first: crew login.',
  })
}
