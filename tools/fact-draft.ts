/** Builds facts: the value, its unit and how it reads, stated together so that they cannot differ. */
import type { ToolContext } from './define-tool.ts'
import type { Fact, FactDraft, FactSubject } from './facts.ts'
import { formatValue } from './format.ts'

/** States facts about one subject at one period, by default the as-of day. */
export function factsAbout(
  { venture, asOf }: Pick<ToolContext, 'venture' | 'asOf'>,
  subject: FactSubject,
  keyPrefix = '',
): (key: string, metric: string, unit: Fact['unit'], value: Fact['value'], period?: string | null) => FactDraft {
  return (key, metric, unit, value, period = asOf) =>
    factDraft({ key: `${keyPrefix}${key}`, metric, subject, period, value, unit }, venture.currency)
}

export function ventureSubject({ venture }: Pick<ToolContext, 'venture'>): FactSubject {
  return { kind: 'venture', id: venture.id, name: venture.name }
}

/** A fact with its text written by the unit: `currency` is the venture's. */
export function factDraft(draft: Omit<FactDraft, 'text'>, currency: string): FactDraft {
  return { ...draft, text: formatValue(draft.value, draft.unit, currency) }
}
