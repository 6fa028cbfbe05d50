/** `/crew alerts` and `/crew mute`. */
import type { z } from 'zod'
import { UserError } from '../../errors.ts'
import { type AlertKind, alertKinds } from '../../tools/alerts/alert-kinds.ts'
import { kindWords } from '../../tools/alerts/alert-text.ts'
import type { getAlert } from '../../tools/alerts/get-alert.ts'
import type { listAlerts } from '../../tools/alerts/list-alerts.ts'
import type { listMutes } from '../../tools/alerts/list-mutes.ts'
import type { muteAlerts } from '../../tools/alerts/mute-alerts.ts'
import type { unmuteAlerts } from '../../tools/alerts/unmute-alerts.ts'
import type { Command } from '../bot.ts'
import {
  alertDetailMessage,
  alertListMessage,
  mutedMessage,
  muteListMessage,
  unmutedMessage,
} from '../messages/alert-list.ts'
import { spokenReference } from '../messages/words.ts'

const SHOWN = 15
const HOURS = { h: 1, d: 24, w: 168 } as const

export const alertsCommand: Command = {
  name: 'alerts',
  usage: 'alerts [customer] or alerts A-101',
  about: 'what nobody has taken yet, the most severe first; one of them in full',
  async run({ rest, bot, call }) {
    const { currency } = bot.crew.venture
    const asked = rest.trim()
    if (/^A-\d+$/i.test(asked)) {
      const { output } = await call('get_alert', { alert: asked })
      return alertDetailMessage(output as z.output<typeof getAlert.output>, currency)
    }
    const { output } = await call('list_alerts', { limit: SHOWN, ...(asked === '' ? {} : { customer: asked }) })
    const listed = output as z.output<typeof listAlerts.output>
    const about = asked === '' ? undefined : (listed.alerts[0]?.customer?.name ?? spokenReference(asked))
    return alertListMessage(listed, { currency, about })
  },
}

export const muteCommand: Command = {
  name: 'mute',
  usage: 'mute [customer or kind] <8h, 2d or 1w> or mute off',
  about: 'get no alerts by mail or direct message for a while; alone, it says who has muted what',
  isEffect: (rest) => rest.trim() !== '',
  async run({ rest, call }) {
    const asked = rest.trim()
    if (asked === '') {
      const { output } = await call('list_mutes', {})
      return muteListMessage((output as z.output<typeof listMutes.output>).mutes)
    }
    if (/^off\b/i.test(asked)) {
      const mute = asked.replace(/^off\s*/i, '')
      const { output } = await call('unmute_alerts', mute === '' ? {} : { mute })
      return unmutedMessage((output as z.output<typeof unmuteAlerts.output>).endedCount)
    }
    const { what, hours } = parseMute(asked)
    const kind = kindNamed(what)
    const isAll = what === '' || /^(?:all|everything|alerts)$/i.test(what)
    const { output } = await call('mute_alerts', {
      hours,
      ...(kind ? { kinds: [kind] } : isAll ? {} : { customer: what }),
    })
    const words = kind ? `of ${kindWords[kind].many}` : isAll ? 'at all' : `about ${what}`
    return mutedMessage(words, new Date((output as z.output<typeof muteAlerts.output>).until))
  },
}

/** `Acme 2d`, `for 8 hours`, `weekly digest for 1 w`. Throws `invalid_input` without a time. */
function parseMute(text: string): { what: string; hours: number } {
  const [, what = '', count = '', unit = ''] =
    /^(.*?)\s*(?:\bfor\s+)?\b(\d{1,4})\s*(h|d|w)(?:ours?|ays?|eeks?)?$/i.exec(text) ?? []
  const perUnit = HOURS[unit.toLowerCase() as keyof typeof HOURS]
  if (perUnit === undefined || Number(count) === 0) {
    throw new UserError({
      code: 'invalid_input',
      message: 'A mute needs an end.',
      field: 'hours',
      value: text,
      fix: 'Say for how long: /crew mute 8h, /crew mute Acme 2d, /crew mute weekly digest 4w.',
    })
  }
  return { what: what.trim(), hours: Number(count) * perUnit }
}

/** By its name or its words, one or many: `critical_customer`, `critical customers`. */
function kindNamed(text: string): AlertKind | undefined {
  const wanted = text.toLowerCase().replaceAll(/[\s_-]+/g, ' ')
  return alertKinds.find((kind) =>
    [kind.replaceAll('_', ' '), kindWords[kind].one, kindWords[kind].many].some(
      (words) => words.toLowerCase() === wanted,
    ),
  )
}
