import type { Command } from 'commander'
import { faint, paragraphs } from '../output.ts'
import { datedCommand, hintOldData, withCrew } from '../session.ts'

export function askCommand(): Command {
  return datedCommand(
    'ask',
    'a question in plain words: who should we call, why did a customer drop, churn last quarter',
  )
    .argument('<question...>', 'as you would ask a colleague')
    .action((words: string[], options) =>
      withCrew(options, async (crew, out, config) => {
        const { createWriter } = await import('../../graphs/language-model.ts')
        const { askCrew } = await import('../../graphs/question/ask-crew.ts')
        const writer = await createWriter(config.languageModel)
        const answer = await askCrew(crew, words.join(' '), { writer })
        out.result(answer, () => {
          if (!answer.answered) return
          if (answer.understood) out.line(faint(answer.understood))
          out.line(paragraphs(answer.plain))
          if (answer.receipts.length > 0) out.line(faint(`Receipts ${answer.receipts.join(', ')}.`))
        })
        if (!answer.answered) {
          out.note(paragraphs(answer.plain))
          process.exitCode = 1
        }
        if (!out.json) await hintOldData(crew, out, (await crew.context()).asOf)
      }),
    )
}
