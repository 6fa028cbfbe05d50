/** Every part of the bot; adding one is a line here. */
import { askPart } from './ask/ask-part.ts'
import { sharePart } from './ask/share-part.ts'
import type { BotPart } from './bot.ts'
import { pickPart } from './commands/pick-part.ts'

export const parts: readonly BotPart[] = [askPart, sharePart, pickPart]
