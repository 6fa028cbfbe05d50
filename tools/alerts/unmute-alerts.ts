import { z } from 'zod'
import { endMutes } from '../../db/queries/alert-mutes.ts'
import { UserError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { personOf } from './mute-alerts.ts'

export const unmuteAlerts = defineTool({
  name: 'unmute_alerts',
  title: 'Hear of alerts again',
  description:
    'Ends mutes of the person who is logged in: one named as M-1, or all of them. What was muted meanwhile is not told afterwards; see it with list_alerts.',
  effect: 'act',
  capability: 'operate',
  input: z.object({ mute: z.string().min(1).optional().describe('M-1; all without it') }),
  output: z.object({ endedCount: z.int() }),
  async run({ mute }, { db, actor: caller, now, ledgerKey }) {
    const actor = personOf(caller)
    const numbers = mute === undefined ? null : [numberOf(mute)]
    const endedCount = await db.transaction(async (tx) => {
      const count = await endMutes(tx, { personId: actor.id, numbers, now })
      if (count > 0)
        await appendLedger(tx, ledgerKey, { event: 'alerts.unmuted', actor, at: now, ids: {}, detail: { count } })
      return count
    })
    if (mute !== undefined && endedCount === 0) {
      throw new UserError({
        code: 'not_found',
        message: 'You have no such mute, or it is over.',
        field: 'mute',
        value: mute,
        fix: 'See what is muted with list_mutes.',
      })
    }
    return { output: { endedCount }, facts: [], rowCount: endedCount }
  },
})

function numberOf(mute: string): number {
  const number = /^M-(\d{1,15})$/i.exec(mute.trim())?.[1]
  if (number !== undefined) return Number(number)
  throw new UserError({
    code: 'invalid_input',
    message: 'A mute is named as M-1.',
    field: 'mute',
    value: mute,
    fix: 'See what is muted with list_mutes.',
  })
}
