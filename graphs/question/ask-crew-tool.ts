/** A question in plain words, as a tool: every door asks the same graph, and its caller's role decides what may be read. */
import { z } from 'zod'
import type { Writer } from '../../agents/writer.ts'
import { defineTool, type Tool } from '../../tools/define-tool.ts'
import type { Fact, FactDraft } from '../../tools/facts.ts'
import { askCrew } from './ask-crew.ts'

export function askCrewTool({ writer }: { writer(): Promise<Writer> }): Tool {
  return defineTool({
    name: 'ask_crew',
    title: 'Ask the crew',
    description:
      'Answers a question in plain words, with receipts: who should we call this week and why, why did a customer drop, churn rate for the last quarter, compare Enterprise and Basic, what waits for me. Says what it understood, dates included. Give the conversation of the last answer to ask on. What it does not understand it declines, with what to try.',
    effect: 'read',
    capability: 'ask',
    replayable: false,
    isCurated: true,
    readsPersonalData: true,
    withheldFields: ['question', 'text', 'understood', 'template', 'figures'],
    input: z.object({
      question: z.string().trim().min(1).max(1_000),
      conversation: z.string().min(1).max(100).optional().meta({ description: 'of an earlier answer, to ask on' }),
    }),
    output: z.object({
      answered: z.boolean(),
      /** What was understood, with every relative date worked out. */
      understood: z.string().nullable(),
      /** With every value filled in. */
      text: z.string(),
      /** The same with `{{fact:id}}` in place of each of the figures, for a door that links them to their receipts. */
      template: z.string(),
      figures: z.array(z.object({ id: z.string(), text: z.string(), receipt: z.string() })),
      /** Give it with the next question to ask on. */
      conversation: z.string(),
      receipts: z.array(z.string()),
      /** Questions that can be asked, when this one was not understood. */
      tried: z.array(z.string()),
    }),
    async run({ question, conversation: handle }, context) {
      // The same moment and the same caller for every tool it asks.
      const crew = { context: async (overrides = {}) => ({ ...context, ...overrides }) }
      const asked = { writer: await writer(), ...(handle ? { conversation: handle } : {}) }
      const answer = await askCrew(crew, question, asked)
      const { answered, understood, plain, text: template, facts, receipts, conversation, tried = [] } = answer
      return {
        output: {
          answered,
          understood,
          text: plain,
          template,
          figures: facts.map(({ id, text, receipt }) => ({ id, text, receipt })),
          conversation,
          receipts,
          tried,
        },
        facts: facts.map(restated),
        rowCount: receipts.length,
      }
    },
  })
}

/** Under the id it has in its own receipt, so that two calls of one tool keep apart. */
function restated({ id, receipt: _, ...fact }: Fact): FactDraft {
  return { ...fact, key: id.toLowerCase() }
}
