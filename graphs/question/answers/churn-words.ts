/** Who left, of all customers or of a group: the rate, who came and left in between, and what cannot be known yet. */
import { type FactsByKey, fill, paragraph } from '../../../agents/phrases.ts'
import { During, during } from './times.ts'

/**
 * `of` is ` of {name}` for a group. A count that was asked for comes first. Undefined where nobody was a customer when the
 * period began and nobody left in it.
 */
export function churnWords(about: FactsByKey, of: string, isCount: boolean): string | undefined {
  const isKnown = about.get('churned')?.value !== null
  const said = isKnown ? settled(about, of, isCount) : notSettled(about, of)
  return said && paragraph(said, isKnown ? stillOpen(about) : undefined)
}

function settled(about: FactsByKey, of: string, isCount: boolean): string | undefined {
  const [inAll, churned] = [Number(about.get('left_in_all')?.value), Number(about.get('churned')?.value)]
  const rate = fill(
    `${During(about)} the churn rate${of} was {churn_rate}: {churned} of {active_at_start|customer|customers} left.`,
    about,
  )
  if (inAll <= churned) return rate
  const count = fill(
    `{left_in_all|customer|customers}${of} left ${during(about)}, ${churned === 0 ? 'none' : '{churned} of them'} of the {active_at_start} there on {starts_on} ({churn_rate}).`,
    about,
  )
  const others = fill('With those that came only during that time, {left_in_all} left.', about)
  const onlyNew = fill(
    `{left_in_all|customer|customers}${of} left ${during(about)}, all of whom came only during that time.`,
    about,
  )
  return (isCount ? count : rate && paragraph(rate, others)) ?? onlyNew
}

/** A rate of a time in which nobody can count as gone yet would be 0, and say nothing. */
function notSettled(about: FactsByKey, of: string): string | undefined {
  if (!about.get('active_at_start')?.value && !about.get('stopped_paying')?.value) return undefined
  return paragraph(
    fill(
      `It is not known yet which customers${of} left ${during(about)}, for one counts as gone {settling_days} after it stopped paying.`,
      about,
    ),
    fill('{stopped_paying|customer has|customers have} stopped paying in that time.', about) ??
      `Nobody has stopped paying in that time.`,
    fill('{active_at_start|customer was|customers were} there when it began.', about),
  )
}

function stillOpen(about: FactsByKey): string | undefined {
  return fill(
    `That is not final: {stopped_paying|more customer|more customers} stopped paying ${during(about, 'open_period')}, and one counts as gone {settling_days} after that.`,
    about,
  )
}
