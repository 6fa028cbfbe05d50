/** Alerts in Slack: what carries them, and the buttons under them. */
import { z } from 'zod'
import { UserError } from '../../errors.ts'
import type { acknowledgeAlert } from '../../tools/alerts/acknowledge-alert.ts'
import { findAlert } from '../../tools/alerts/find-alert.ts'
import { type Bot, type BotPart, defineWork, type SlackPerson } from '../bot.ts'
import { answerAt } from '../deliver.ts'
import { ALERT_ACTIONS } from '../messages/alert.ts'
import { takenMessage } from '../messages/alert-list.ts'
import { errorMessage } from '../messages/error.ts'
import { NotDelivered } from '../receive/work-queue.ts'
import { openAlertCarrier } from './alert-carrier.ts'
import { alertsCommand, muteCommand } from './alert-commands.ts'

/** The message itself then shows who took it, in every channel that has it. */
const take = defineWork({
  name: 'take_alert',
  isLasting: true,
  data: z.object({ user: z.string(), alert: z.string(), withFolded: z.boolean(), responseUrl: z.string() }),
  async run(request, bot) {
    const { user, alert, withFolded, responseUrl } = request.data
    const identity = await bot.identify(user)
    if (!identity.person) {
      return tell(bot, responseUrl, errorMessage({ code: 'forbidden', message: identity.message, fix: '' }))
    }
    try {
      const { output } = await bot.call(identity.person, 'acknowledge_alert', { alert, withFolded })
      const { acknowledgedCount } = output as z.output<typeof acknowledgeAlert.output>
      await tell(bot, responseUrl, takenMessage(alert, acknowledgedCount))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      // The try before this one took it and then did not come to say so; or somebody else was faster than both.
      const isOwn = request.attempt > 1 && (await isTakenBy(bot, alert, identity.person))
      await tell(bot, responseUrl, isOwn ? takenMessage(alert, 1) : errorMessage(error.answer))
    }
  },
})

async function isTakenBy({ crew }: Bot, alert: string, { actor }: SlackPerson): Promise<boolean> {
  return (await findAlert(crew.db, alert)).acknowledgedByName === actor.name
}

/** Only to whom pressed; the message stays. */
async function tell(bot: Bot, responseUrl: string, { text, blocks }: ReturnType<typeof errorMessage>): Promise<void> {
  const told = await answerAt(bot, responseUrl, { response_type: 'ephemeral', replace_original: false, text, blocks })
  if (told.kind === 'later') throw new NotDelivered(told.problem)
}

export const alertsPart: BotPart = {
  works: [take],
  commands: [alertsCommand, muteCommand],
  carrier: openAlertCarrier,
  listen(bot) {
    const hear = (actionId: string, withFolded: boolean) =>
      bot.app.action({ type: 'block_actions', action_id: actionId }, async ({ body, action, context, ack }) => {
        if (action.type === 'button') {
          const data = { user: body.user.id, alert: action.value ?? '', withFolded, responseUrl: body.response_url }
          await bot.receive({ id: body.trigger_id, work: take.name, teamId: context.teamId ?? '', data })
        }
        await ack()
      })
    hear(ALERT_ACTIONS.take, false)
    hear(ALERT_ACTIONS.takeAll, true)
  },
}
