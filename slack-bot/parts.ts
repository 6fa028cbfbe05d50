/** Every part of the bot; adding one is a line here. */
import type { BotPart } from './bot.ts'

export const parts: readonly BotPart[] = []
