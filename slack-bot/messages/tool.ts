/** The answer of any tool, as far as it can be shown without knowing the tool: its figures by whom they are about, then its words. */
import type { Tool, ToolAnswer, Venture } from '../../tools/define-tool.ts'
import type { Fact } from '../../tools/facts.ts'
import { formatPeriod } from '../../tools/format.ts'
import {
  type Block,
  context,
  header,
  joinMrkdwn,
  type Mrkdwn,
  message,
  mrkdwn,
  type SlackMessage,
  sections,
} from '../blocks.ts'

/** Beyond this a message is no place to read them. */
const MOST_SUBJECTS = 20
const MOST_FIGURES = 12
const MOST_WORDS = 12

export function toolMessage(
  tool: Pick<Tool, 'name' | 'title'>,
  { output, facts, receipt }: ToolAnswer<unknown>,
  { simulated }: Pick<Venture, 'simulated'>,
): SlackMessage {
  const words = wordsOf(output)
  const figures = figuresOf(facts)
  const isNothing = words.length === 0 && figures.length === 0
  const blocks: Block[] = [
    header(tool.title),
    ...figures.flatMap((each) => sections(each)),
    ...(words.length > 0 ? sections(joinMrkdwn(words, '\n')) : []),
    ...(isNothing ? sections(mrkdwn`There is nothing to show.`) : []),
    context(mrkdwn`${simulated ? 'Simulated · ' : ''}\`${tool.name}\` · Receipt \`${receipt}\``),
  ]
  return message(mrkdwn`${tool.title}`, blocks)
}

/** A line or two for each subject: `*Acme*  health score 38 · ARR $12,000`. */
function figuresOf(facts: readonly Fact[]): Mrkdwn[] {
  const bySubject = Map.groupBy(
    facts.filter(({ unit }) => unit !== 'name'),
    ({ subject }) => `${subject.kind} ${subject.id}`,
  )
  const subjects = [...bySubject.values()]
  const lines = subjects.slice(0, MOST_SUBJECTS).map((about) => {
    const shown = about.slice(0, MOST_FIGURES).map(({ metric, text, period }) => {
      const when = period === null || subjects.length > 1 ? '' : ` (${formatPeriod(period)})`
      return mrkdwn`${metric.replaceAll('_', ' ')} *${text}*${when}`
    })
    const rest = about.length - shown.length
    const [first] = about
    const name = first && first.subject.kind !== 'venture' ? [mrkdwn`*${first.subject.name}*`] : []
    const more = rest > 0 ? [mrkdwn`and ${rest} more`] : []
    const separator = first?.subject.kind === 'venture' ? '\n' : ' · '
    return joinMrkdwn([...name, joinMrkdwn([...shown, ...more], separator)], '\n')
  })
  const beyond = subjects.length - lines.length
  return beyond > 0 ? [...lines, mrkdwn`and ${beyond} more`] : lines
}

/** What stands at the top of the output: `status: done`; of a list its texts. */
function wordsOf(output: unknown): Mrkdwn[] {
  if (typeof output !== 'object' || output === null) return []
  return Object.entries(output)
    .flatMap(([name, value]) => {
      const label = name.replaceAll(/(?=[A-Z])/g, ' ').toLowerCase()
      if (typeof value === 'string' && value !== '') return [mrkdwn`${label}: ${value}`]
      if (typeof value === 'boolean') return [mrkdwn`${label}: ${value ? 'yes' : 'no'}`]
      if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')) {
        return [mrkdwn`${label}: ${value.slice(0, MOST_FIGURES).join(', ')}`]
      }
      return []
    })
    .slice(0, MOST_WORDS)
}
