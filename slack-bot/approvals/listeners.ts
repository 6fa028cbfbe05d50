/** The buttons of a proposal and the dialogs they open. A decision is kept before it is acknowledged, and done as a job. */
import type { BlockAction, ButtonAction } from '@slack/bolt'
import { z } from 'zod'
import type { Decision } from '../../tools/proposals/proposal.ts'
import { decisions } from '../../tools/proposals/proposal.ts'
import type { Bot } from '../bot.ts'
import { PROPOSAL_ACTIONS } from '../messages/proposal.ts'
import { DECISION_VIEW, REASON_BLOCK } from '../messages/proposal-dialogs.ts'
import { DECIDE } from './decide.ts'
import { openDialog } from './dialogs.ts'
import { OPEN } from './open-card.ts'
import { placeOf, pressed, pressedButton } from './pressed.ts'

const metadata = pressed.extend({ decision: z.enum(decisions) })

export function listenForDecisions(bot: Bot): void {
  const { app } = bot
  app.action<BlockAction<ButtonAction>>(PROPOSAL_ACTIONS.approve, async ({ ack, body }) => {
    const data = { ...pressedButton(body), decision: 'approve' satisfies Decision }
    await bot.receive({ id: `press-${body.trigger_id}`, work: DECIDE, teamId: body.team?.id ?? '', data })
    await ack()
  })

  app.action<BlockAction<ButtonAction>>(PROPOSAL_ACTIONS.open, async ({ ack, body }) => {
    const { slackUser, channel, responseUrl } = placeOf(body)
    const data = { slackUser, channel, responseUrl, proposal: body.actions[0]?.value }
    await bot.receive({ id: `press-${body.trigger_id}`, work: OPEN, teamId: body.team?.id ?? '', data })
    await ack()
  })

  const dialogs = {
    approveWithNote: 'approve',
    modify: 'modify',
    reject: 'reject',
    escalate: 'escalate',
    monitor: 'monitor',
    read: 'read',
  } as const
  for (const [action, wanted] of Object.entries(dialogs) as [keyof typeof dialogs, Decision | 'read'][]) {
    app.action<BlockAction<ButtonAction>>(PROPOSAL_ACTIONS[action], async ({ ack, body }) => {
      await ack()
      // Slack is not to wait for what Slack is asked.
      bot.inBackground(openDialog(bot, wanted, pressedButton(body), body.trigger_id), 'slack dialog')
    })
  }

  app.view(DECISION_VIEW, async ({ ack, body, view }) => {
    const values = Object.values(view.state.values).flatMap((block) => Object.entries(block))
    const filled = Object.fromEntries(values.map(([name, { value }]) => [name, value ?? null]))
    const reason = filled[REASON_BLOCK]?.trim() ?? ''
    const at = metadata.parse(JSON.parse(view.private_metadata))
    if (reason === '' && at.decision !== 'approve') {
      await ack({ response_action: 'errors', errors: { [REASON_BLOCK]: 'Say why, in a few words.' } })
      return
    }
    const data = {
      ...at,
      slackUser: body.user.id,
      ...(reason === '' ? {} : { reason }),
      ...(at.decision === 'modify' ? { filled } : {}),
    }
    await bot.receive({ id: `view-${view.id}`, work: DECIDE, teamId: body.team?.id ?? '', data })
    await ack()
  })
}
