/** Every part of the bot; adding one is a line here. */
import { alertsPart } from './alerts/alerts-part.ts'
import { approvalsPart } from './approvals/approvals-part.ts'
import { askPart } from './ask/ask-part.ts'
import { pressPart } from './ask/press-part.ts'
import { sharePart } from './ask/share-part.ts'
import type { BotPart } from './bot.ts'

export const parts: readonly BotPart[] = [approvalsPart, askPart, sharePart, alertsPart, pressPart]
