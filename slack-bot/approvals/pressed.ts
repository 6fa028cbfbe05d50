/** A button of a proposal that was pressed, or a dialog that was sent: where, by whom, and what it had shown. */
import type { BlockAction, ButtonAction } from '@slack/bolt'
import { z } from 'zod'
import type { ShownWithButton } from '../messages/proposal.ts'

/** Kept with the request and in dialogs, so it is parsed: it may outlive this release. */
export const pressed = z.object({
  slackUser: z.string(),
  channel: z.string(),
  thread: z.string().optional(),
  /** Of the message with the button; absent where only one person sees it. */
  ts: z.string().optional(),
  /** Takes answers for half an hour. */
  responseUrl: z.string().optional(),
  proposal: z.uuid(),
  round: z.int().min(1),
  /** Of what had moved, as it was shown. */
  moved: z.string().nullable(),
  confirmation: z.string().max(100).nullable(),
})
export type Pressed = z.output<typeof pressed>

export function pressedButton(body: BlockAction<ButtonAction>): Pressed {
  const [action] = body.actions
  const shown: ShownWithButton = JSON.parse(action?.value ?? '{}')
  return pressed.parse({ ...shown, ...placeOf(body) })
}

export type PressedPlace = Pick<Pressed, 'slackUser' | 'channel' | 'thread' | 'ts' | 'responseUrl'>

export function placeOf(body: BlockAction): PressedPlace {
  const { container } = body
  const isEphemeral = container.is_ephemeral === true
  return {
    slackUser: body.user.id,
    channel: body.channel?.id ?? '',
    ...(body.response_url ? { responseUrl: body.response_url } : {}),
    ...(typeof container.thread_ts === 'string' ? { thread: container.thread_ts } : {}),
    ...(typeof container.message_ts === 'string' && !isEphemeral ? { ts: container.message_ts } : {}),
  }
}
