/** The one sentence that answers "why did this move?", for a customer and for a segment: a template with `{key}` slots. */
import type { FactDraft } from '../facts.ts'
import { formatPoints } from '../format.ts'

/** A reason with its clause; `key` names the fact of how many points it took or added, without a sign. */
export interface Clause {
  clause: string
  key: string
  points: number
}

const MOST_REASONS = 3

/** The ends of a score in hundredths of a point. */
interface Ends {
  before: number
  after: number
}

/**
 * `score` is how the text calls it, as `{name}’s health score`; clauses come the greatest first. Whether it moved is judged
 * on what is shown, so that nobody hears of a fall from 30 to 30, and what takes or adds 0 is left out. The size of the
 * change is not said: of rounded ends it would be another than their difference.
 */
export function whySentence(score: string, { before, after }: Ends, clauses: readonly Clause[]): string {
  const priced = ({ clause, key, points }: Clause) =>
    `${clause} (${points < 0 ? 'which takes' : 'which adds'} {${key}})`
  const heard = clauses.filter(({ points }) => shown(points) !== shown(0))
  const losses = heard.filter(({ points }) => points < 0)
  const gains = heard.filter(({ points }) => points > 0)
  if (shown(before) === shown(after)) {
    const stays = `${score} is {score_after} on {to}, as on {from}`
    const [loss, gain] = [losses[0], gains[0]]
    return loss && gain
      ? `${stays}: ${priced(loss)}, made up for because ${priced(gain)}.`
      : `${stays}: nothing that it counts has changed${before === after ? '' : ' by much'}.`
  }
  const [along, against] = after < before ? [losses, gains] : [gains, losses]
  const why = along.length > 0 ? `because ${listed(along.slice(0, MOST_REASONS).map(priced))}` : 'by many small causes'
  const but = against[0] ? `; against that, ${priced(against[0])}` : ''
  return `${score} ${after < before ? 'fell' : 'rose'} from {score_before} on {from} to {score_after} on {to}, ${why}${but}.`
}

const shown = (hundredths: number): string => formatPoints(hundredths / 100)

/** Why there is no waterfall: no score at one end or at both. */
export function noScoreSentence(score: string, ends: { before: NoScore | null; after: NoScore | null }): string {
  if (ends.before !== null && ends.after !== null)
    return `${score} cannot be told for {from} or {to}: ${absence[ends.after]}.`
  if (ends.after !== null)
    return `${score} was {score_before} on {from} and cannot be told for {to}: ${absence[ends.after]}.`
  return `${score} is {score_after} on {to}; there was none on {from}: ${absence[ends.before ?? 'no_source']}.`
}

export type NoScore = 'no_customer' | 'no_source' | 'nobody'
const absence: Record<NoScore, string> = {
  no_customer: 'it was no customer then',
  no_source: 'nothing that a score is made of had been loaded by then',
  nobody: 'nobody in it had a score then',
}

/** The template with the facts' texts in its slots; `{key|one|many}` adds the word that agrees with the value. */
export function readable(template: string, facts: readonly FactDraft[]): string {
  const byKey = new Map(facts.map((fact) => [fact.key, fact]))
  return template.replaceAll(slot, (_, key: string, one: string | undefined, many: string | undefined) => {
    const fact = byKey.get(key)
    if (!fact) throw new Error(`a sentence refers to ${key}, which is not stated`)
    const words = fact.value === 1 ? one : many
    return words === undefined ? fact.text : `${fact.text} ${words}`
  })
}

const slot = /\{([a-z0-9_.]+)(?:\|([^|}]*)\|([^|}]*))?\}/g

function listed(parts: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts)
}
