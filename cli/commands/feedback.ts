import type { Command } from 'commander'
import { countFeedback } from '../../tools/feedback/count-feedback.ts'
import { searchFeedback } from '../../tools/feedback/search-feedback.ts'
import { runTool } from '../../tools/run-tool.ts'
import { counted, faint, heading, paragraphs, spoken, table } from '../output.ts'
import { datedCommand, hintOldData, parseCount, parseDay, withCrew } from '../session.ts'

export function feedbackCommand(): Command {
  return datedCommand('feedback', 'search what customers wrote by meaning; without words, count it by category')
    .argument('[words...]', 'what to look for')
    .option('--customer <id or name>', 'only of this customer')
    .option('--category <category>', 'only of this category')
    .option('--from <day>', 'not before this day', parseDay)
    .option('--to <day>', 'not after this day', parseDay)
    .option('--limit <count>', 'how many to show', parseCount(1, 20), 10)
    .action((words: string[], options) =>
      withCrew(options, async (crew, out) => {
        const context = await crew.context()
        const { customer, category, from, to, limit } = options
        const period = { ...(from ? { from } : {}), ...(to ? { to } : {}), ...(customer ? { customer } : {}) }
        if (words.length === 0) {
          const { output, receipt } = await runTool(countFeedback, period, context)
          out.result({ ...output, receipt }, () => {
            out.line(
              heading(`${counted(output.total ?? 0, 'text')} from ${output.period.from} until ${output.period.until}`),
            )
            out.line(
              table(
                ['category', 'texts', 'share', 'before'],
                output.categories.map((group) => [
                  spoken(group.name),
                  String(group.count),
                  group.sharePercent === null ? '' : `${group.sharePercent} %`,
                  String(group.previousCount),
                ]),
                [1, 2, 3],
              ),
            )
            out.line()
            out.line(faint(`Receipt ${receipt}.`))
            out.line(`Next: ${out.crew('feedback too expensive')}`)
          })
          return
        }
        const input = { query: words.join(' '), limit, ...period, ...(category ? { category } : {}) }
        const { output, receipt } = await runTool(searchFeedback, input, context)
        out.result({ ...output, receipt }, () => {
          for (const quote of output.quotes) {
            out.line(
              `${heading(quote.customer.name)} ${faint(`${quote.customer.externalId}, ${quote.writtenOn}, ${spoken(quote.origin)}${quote.category ? `, ${spoken(quote.category)}` : ''}`)}`,
            )
            out.line(paragraphs(`  “${quote.text}”`))
          }
          if (output.quotes.length === 0)
            out.line('Nobody wrote anything like it. Try other words, or a longer period.')
          out.line(faint(`Receipt ${receipt}.`))
        })
        if (!out.json) await hintOldData(crew, out, context.asOf)
      }),
    )
}
