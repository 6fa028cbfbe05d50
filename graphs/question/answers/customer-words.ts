/** What customers wrote, and the tickets they opened. */
import { byKey, type FactsByKey, fill, listed, paragraph } from '../../../agents/phrases.ts'
import type { Fact } from '../../../tools/facts.ts'
import { categoriseFeedback, categoryNamed } from '../../../tools/feedback/categorise-feedback.ts'
import { countFeedback } from '../../../tools/feedback/count-feedback.ts'
import { searchFeedback } from '../../../tools/feedback/search-feedback.ts'
import { plusDays } from '../../../tools/metrics/period.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { listTickets } from '../../../tools/support/list-tickets.ts'
import { type Answer, type Answerer, asOfEnd, countedPeriod, lastDayOf, lineByLine, places } from '../answer.ts'
import type { Asked } from '../understand.ts'
import { during, noRecords } from './times.ts'

const MOST_QUOTES = 5
const MOST_SUBJECTS = 3
/** Of the tickets that stand open so many are named. */
const MOST_TICKETS = 3
/** How far back the texts of a subject are counted where no time is named. */
const COUNTED_DAYS = 365

export const wordAnswers = {
  feedback: async (asked, context) => {
    const { topic, period } = asked
    if (topic) return feedbackAbout(topic, asked, context)
    const counted = await runTool(countFeedback, filterOf(asked), context)
    if (!counted.output.total) return noRecords('feedback', 'Nothing was written in that time.', period, context)
    const within = { ...filterOf(asked), from: counted.output.period.from }
    const found = await runTool(searchFeedback, { query: 'what they think of it', limit: 3, ...within }, context)
    const about = byKey(counted.facts)
    const subjects = counted.output.categories
      .filter(({ name, count }) => count > 0 && isPlainName(name))
      .flatMap(({ name }) => fill(`{category.${name}.count} about ${name.replaceAll('_', ' ')}`, about) ?? [])
    return {
      text: lineByLine(
        paragraph(
          fill(`{total|text was|texts were} written ${during(about)}.`, about),
          subjects.length > 0 ? `Most of all: ${listed(subjects.slice(0, MOST_SUBJECTS))}.` : undefined,
        ),
        ...quoteLines(found.facts),
      ),
      facts: [...counted.facts, ...found.facts],
    }
  },
  tickets: async ({ customer, period, words }, context) => {
    const at = asOfEnd(context, period)
    const asked = { ...(customer ? { customer: customer.id } : {}), ...countedPeriod(at, period) }
    const { facts, output } = await runTool(listTickets, asked, at)
    if (output.open === null) return noRecords('tickets', 'There was no ticket yet.', period, context)
    const about = byKey(facts)
    const isPast = at !== context
    const opened = period || turnover.test(words) ? turnoverWords(about) : undefined
    const standing = standingWords(about, isPast)
    const first = opened ? `${opened}; ${standing}.` : `${standing}.`
    const isListed = customer !== undefined || /\b(?:which|what|list|show|oldest|name)\b/.test(words)
    const lines = isListed ? places(MOST_TICKETS, (place) => ticketLine(about, place, customer === undefined)) : []
    return {
      text: lineByLine(
        paragraph(
          first.charAt(0).toUpperCase() + first.slice(1),
          fill(`{escalated|of them ${isPast ? 'was' : 'is'}|of them ${isPast ? 'were' : 'are'}} escalated.`, about),
        ),
        lines.length > 0 && output.tickets.length > lines.length
          ? 'The first of them, escalated and oldest:'
          : undefined,
        ...lines,
      ),
      facts,
    }
  },
} satisfies Record<string, Answerer>

/** What asks how many came or went, and not how many there are. */
const turnover = /\b(?:opened|new|raised|filed|submitted|created|came|come|closed|solved|resolved|get|got|received?)\b/

function turnoverWords(about: FactsByKey): string | undefined {
  const when = during(about)
  return (
    fill(`{opened|ticket was|tickets were} opened and {closed} closed ${when}`, about) ??
    fill(`no ticket was opened and {closed} closed ${when}`, about)
  )
}

function standingWords(about: FactsByKey, isPast: boolean): string {
  const [one, many] = isPast ? ['was', 'were'] : ['is', 'are']
  const [open, pending] = [about.get('open')?.value, about.get('pending')?.value]
  const standing =
    open === 0 && pending === 0
      ? `no ticket ${one} open or pending`
      : open === 0
        ? `{pending|ticket ${one}|tickets ${many}} pending and none open`
        : `{open|ticket ${one}|tickets ${many}} open and ${pending === 0 ? 'none' : '{pending}'} pending`
  return fill(isPast ? `${standing} on {as_of}` : standing, about) ?? standing
}

function ticketLine(about: FactsByKey, place: number, ofAll: boolean): string | undefined {
  const key = `ticket.${place}`
  const whose = ofAll ? ` of {${key}.customer}` : ''
  return (
    fill(`- {${key}.id}${whose}: “{${key}.subject}”, {${key}.age} old.`, about) ??
    fill(`- {${key}.id}${whose}, {${key}.age} old.`, about)
  )
}

function filterOf({ customer, period }: Asked): { customer?: string; from?: string; to?: string } {
  return {
    ...(customer ? { customer: customer.id } : {}),
    ...(period ? { from: period.from, to: lastDayOf(period) } : {}),
  }
}

/** What comes nearest in its words; where nothing does, how many texts are filed under the subject by their category. */
async function feedbackAbout(topic: string, asked: Asked, context: Parameters<Answerer>[1]): Promise<Answer> {
  const found = await runTool(searchFeedback, { query: topic, limit: MOST_QUOTES, ...filterOf(asked) }, context)
  const lines = quoteLines(found.facts)
  if (lines.length > 0) {
    return { text: lineByLine('What comes nearest, in their own words:', ...lines), facts: found.facts }
  }
  if (found.output.searchedCount === 0)
    return noRecords('feedback', 'Nothing was written in that time.', asked.period, context)
  const from = asked.period?.from ?? plusDays(context.asOf, 1 - COUNTED_DAYS)
  const counted = await runTool(countFeedback, { ...filterOf(asked), from }, context)
  const named = categoryNamed(topic)
  const category = named === topic ? categoriseFeedback(topic) : named
  const about = byKey(counted.facts)
  const filed =
    category === 'other'
      ? undefined
      : fill(
          `{category.${category}.count|text is|texts are} filed under ${category.replaceAll('_', ' ')} ${during(about)}.`,
          about,
        )
  return {
    text: paragraph('Nothing that was written comes near to that in its words.', filed),
    facts: [...found.facts, ...counted.facts],
  }
}

/** A source names its categories as it likes; one with a figure in it is not said, for the figure would be no fact. */
function isPlainName(name: string): boolean {
  return /^[a-z_]+$/.test(name) && name !== 'other' && name !== 'uncategorised'
}

function quoteLines(facts: readonly Fact[]): string[] {
  const about = byKey(facts)
  return places(MOST_QUOTES, (place) =>
    fill(`- {quote.${place}.customer}, {quote.${place}.written_on}: “{quote.${place}}”`, about),
  )
}
