/**
 * The hidden part of the simulation: why a customer will leave, from when, and whether it does. Nothing here is written
 * to a file; it shows only in behaviour (`moodOn`), weeks before it ends in churn.
 */
import { addMonths, type Day } from './calendar.ts'
import type { Plan } from './product.ts'
import type { Random } from './random.ts'

export type Cause =
  | 'never_onboarded'
  | 'product_problems'
  | 'champion_left'
  | 'price'
  | 'competitor'
  | 'missing_feature'
  | 'seasonal'

/** Odd to look at, yet nothing is wrong: a model that only counts logins takes these for leavers. */
type Quirk = 'none' | 'month_end' | 'api_first' | 'long_holiday' | 'eager_asker'

interface Episode {
  cause: Cause
  from: Day
  /** The day by which it has done all it does; behaviour slides until then. */
  until: Day
  ending: 'churn' | 'recovery'
}

export interface Story {
  signupOn: Day
  trialDays: number
  /** False for the few who try and never pay. */
  converts: boolean
  paidFrom: Day
  plan: Plan
  billingMonths: 1 | 3 | 12
  quirk: Quirk
  holidayFrom: Day
  episodes: readonly Episode[]
  /** Subscription ended, exclusive; null when it runs on past the end of the data. */
  churnedOn: Day | null
  churnCause: Cause | null
  returnedOn: Day | null
  /** 0–10, before anything happens. */
  temper: number
}

const episodeWeights: Record<Exclude<Cause, 'never_onboarded'>, number> = {
  product_problems: 26,
  champion_left: 22,
  price: 20,
  competitor: 12,
  missing_feature: 13,
  seasonal: 7,
}
const episodesAMonth = 0.085
const riskOfPlan: Record<Plan, number> = { Basic: 1.2, Pro: 0.95, Enterprise: 0.6 }

export function tellStory(random: Random, firstDay: Day, lastDay: Day): Story {
  const signupOn = firstDay + Math.floor((lastDay - firstDay) * random.next() ** 1.05)
  const trialDays = random.chance(0.6) ? 14 : 0
  const converts = trialDays === 0 || random.chance(0.965)
  const paidFrom = signupOn + trialDays
  const plan = random.weighted<Plan>({ Basic: 48, Pro: 40, Enterprise: 12 })
  const annualShare = { Basic: 0.1, Pro: 0.25, Enterprise: 0.7 }[plan]
  const billingMonths = random.chance(annualShare) ? 12 : random.chance(0.12) ? 3 : 1
  const quirk = random.weighted<Quirk>({ none: 88, month_end: 4, api_first: 2, long_holiday: 3, eager_asker: 3 })

  const neverOnboarded = !converts || random.chance(0.085)
  const propensity = random.logNormal(1, 0.7) * riskOfPlan[plan]
  const episodes = episodesOf(random, { signupOn, lastDay, neverOnboarded, propensity })
  const leaving = converts ? episodes.find((episode) => episode.ending === 'churn') : undefined
  const contractEnd = leaving ? nextContractEnd(paidFrom, billingMonths, leaving.until) : null
  const churnedOn = contractEnd !== null && contractEnd <= lastDay ? contractEnd : null
  const returns = churnedOn !== null && leaving?.cause !== 'never_onboarded' && random.chance(0.16)
  const returnedOn = returns && churnedOn !== null ? churnedOn + random.whole(35, 110) : null

  return {
    signupOn,
    trialDays,
    converts,
    paidFrom,
    plan,
    billingMonths,
    quirk,
    holidayFrom: signupOn + random.whole(60, 250),
    episodes,
    churnedOn,
    churnCause: churnedOn === null ? null : (leaving?.cause ?? null),
    returnedOn: returnedOn !== null && returnedOn <= lastDay ? returnedOn : null,
    temper: Math.min(9.6, random.normal(8.4, 1.15)),
  }
}

function episodesOf(
  random: Random,
  life: { signupOn: Day; lastDay: Day; neverOnboarded: boolean; propensity: number },
): Episode[] {
  const { signupOn, lastDay, neverOnboarded, propensity } = life
  if (neverOnboarded) {
    const until = signupOn + random.whole(45, 130)
    return [{ cause: 'never_onboarded', from: signupOn, until, ending: random.chance(0.75) ? 'churn' : 'recovery' }]
  }
  const episodes: Episode[] = []
  let from = signupOn + 25 + Math.floor(random.waiting(30 / (episodesAMonth * propensity)))
  while (from < lastDay) {
    const cause = random.weighted(episodeWeights)
    const until = from + random.whole(50, 130)
    const ending = random.chance(0.62) ? 'churn' : 'recovery'
    episodes.push({ cause, from, until, ending })
    if (ending === 'churn') break
    from = until + 30 + Math.floor(random.waiting(30 / (episodesAMonth * propensity)))
  }
  return episodes
}

/** Nobody leaves in the middle of what is paid for. */
function nextContractEnd(paidFrom: Day, billingMonths: number, notBefore: Day): Day {
  let months = billingMonths
  while (addMonths(paidFrom, months) < notBefore) months += billingMonths
  return addMonths(paidFrom, months)
}

/** How things are with a customer on a day; every factor is 1 when all is well. */
export interface Mood {
  cause: Cause | null
  /** 0 at the start of an episode, 1 when it has done all it does. */
  depth: number
  activity: number
  /** Share of the known features still in use. */
  breadth: number
  happiness: number
}

const wellMood: Mood = { cause: null, depth: 0, activity: 1, breadth: 1, happiness: 0 }

/** What each cause does by its end: the share of activity and breadth that is left, and points of happiness lost. */
const effects: Record<Cause, { activity: number; breadth: number; happiness: number }> = {
  never_onboarded: { activity: 0.02, breadth: 0.1, happiness: 3 },
  product_problems: { activity: 0.3, breadth: 0.6, happiness: 5 },
  champion_left: { activity: 0.04, breadth: 0.3, happiness: 1.5 },
  price: { activity: 0.4, breadth: 0.6, happiness: 3 },
  competitor: { activity: 0.12, breadth: 0.4, happiness: 2.5 },
  missing_feature: { activity: 0.35, breadth: 0.35, happiness: 3.5 },
  seasonal: { activity: 0.03, breadth: 0.2, happiness: 0.5 },
}

export function moodOn(story: Story, day: Day): Mood {
  if (story.returnedOn !== null && day >= story.returnedOn) return wellMood
  let current: Episode | undefined
  for (const episode of story.episodes) if (day >= episode.from) current = episode
  if (!current) return wellMood
  const length = current.until - current.from
  const progress = (day - current.from) / length
  // A recovery turns round two thirds of the way and is complete before the end.
  const turned = current.ending === 'recovery' && progress > 0.67
  const depth = turned ? Math.max(0, 0.67 - (progress - 0.67) * 2.5) : Math.min(1, progress)
  if (depth === 0 && turned) return wellMood
  const effect = effects[current.cause]
  // Teams that never got going are quiet from the start; the others slide.
  const slide = current.cause === 'never_onboarded' ? Math.min(1, depth * 2.2 + 0.35) : depth
  const factor = (left: number) => 1 - (1 - left) * slide
  // In the last weeks of a stay nobody needs the product any more, whatever the cause.
  const packing = current.ending === 'churn' && progress > 0.85 ? Math.max(0.1, 1 - (progress - 0.85) * 6) : 1
  return {
    cause: current.cause,
    depth,
    activity: factor(effect.activity) * packing,
    breadth: factor(effect.breadth),
    happiness: -effect.happiness * slide,
  }
}
