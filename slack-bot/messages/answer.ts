/** An answer to a question in plain words: its numbers in bold, each with its receipt; or what was not understood. */
import { z } from 'zod'
import type { ToolAnswer } from '../../tools/define-tool.ts'
import { context, joinMrkdwn, message, mrkdwn, type SlackMessage, section, sections } from '../blocks.ts'
import { slackWords } from './slack-words.ts'
import { footer, nextButtons, type Of, receiptSelect } from './words.ts'

/** Of `ask_crew`. */
const answered = z.object({
  answered: z.boolean(),
  understood: z.string().nullable(),
  text: z.string(),
  template: z.string(),
  figures: z.array(z.object({ id: z.string(), text: z.string(), receipt: z.string() })),
  receipts: z.array(z.string()),
  tried: z.array(z.string()),
})

const MOST_SUGGESTIONS = 5

export function answerMessage({ output }: Pick<ToolAnswer<unknown>, 'output'>, of: Of): SlackMessage {
  const answer = answered.parse(output)
  const template = answer.answered ? answer.template : slackWords(answer.template)
  const text = withFigures(template, new Map(answer.figures.map((figure) => [figure.id, figure.text])))
  const plain = mrkdwn`${answer.answered ? answer.text : slackWords(answer.text)}`
  if (!answer.answered) {
    const suggestions = answer.tried.slice(0, MOST_SUGGESTIONS)
    return message(plain, [
      section(text),
      ...(suggestions.length === 0 ? [] : [context(mrkdwn`You can ask:`)]),
      ...nextButtons(suggestions.map((question) => ({ text: question, ask: question }))),
    ])
  }
  const numbers = answer.figures.filter((figure) => /\d/.test(figure.text))
  return message(plain, [
    ...sections(text),
    ...(answer.understood === null ? [] : [context(mrkdwn`I understood: ${answer.understood}`)]),
    ...receiptSelect(
      numbers.map(({ id, text: shown, receipt }, index) => ({
        text: `${shown} · ${receipt}`,
        value: `${id}#${index}`,
        description: figureName(id),
      })),
    ),
    ...(answer.receipts.length === 0 ? [] : [footer(of, { more: [mrkdwn`Receipts ${answer.receipts.join(', ')}`] })]),
  ])
}

/** Lines that begin with `- ` become bullets; each `{{fact:id}}` its value, in bold. */
function withFigures(template: string, figures: ReadonlyMap<string, string>) {
  const lines = template.split('\n').map((line) => {
    const isItem = line.startsWith('- ')
    const parts = (isItem ? line.slice(2) : line).split(/\{\{fact:([^}]+)\}\}/)
    const filled = parts.map((part, index) =>
      index % 2 === 0 ? mrkdwn`${part}` : mrkdwn`*${figures.get(part) ?? part}*`,
    )
    const text = joinMrkdwn(filled, '')
    return isItem ? mrkdwn`•  ${text}` : text
  })
  return joinMrkdwn(lines, '\n')
}

/** `R1115.c1.churn_probability` as `churn probability`. */
function figureName(id: string): string {
  return (id.split('.').at(-1) ?? id).replaceAll('_', ' ')
}
