/** What the looks say about a score: how well it ranks, what a team finds with it, and whether naive rivals do as well. */
import { aucDifference, aucInterval, rank } from './auc.ts'
import { type BandShare, shareByBand } from './calibration.ts'
import { customersByOutcome, everyLook, type Looks } from './looks.ts'
import { type PrecisionAtCapacity, precisionAtCapacity } from './precision.ts'

/** Fewer customers than this that churned (or that stayed), and any ranking of them may be luck: nothing is concluded. */
export const MIN_CUSTOMERS = 10

type ScoreVerdict = 'ranks_churners' | 'ranks_the_wrong_way' | 'not_told_from_chance' | 'not_measurable'
type RivalVerdict = 'score_is_better' | 'score_is_worse' | 'no_difference_shown' | 'not_measurable'

/** Null throughout where nothing can be concluded yet. */
export interface RankingQuality {
  auc: number | null
  aucLow: number | null
  aucHigh: number | null
  precision: PrecisionAtCapacity | null
}

export interface RivalQuality extends RankingQuality {
  /** Looks for which both the score and the rival are known; everything here is on these. */
  looks: number
  scoreAuc: number | null
  /** The score's AUC − the rival's, paired. */
  difference: number | null
  differenceLow: number | null
  differenceHigh: number | null
  verdict: RivalVerdict
}

const nothing = { auc: null, aucLow: null, aucHigh: null, precision: null }

/** True where enough distinct customers churned and stayed to conclude something. */
function isMeasurable(looks: Looks, at: readonly number[]): boolean {
  const { churned, stayed } = customersByOutcome(looks, at)
  return churned >= MIN_CUSTOMERS && stayed >= MIN_CUSTOMERS
}

/** How the score ranks: a low score is a high risk. */
export function judgeScore(
  looks: Looks,
  score: readonly number[],
  capacity: number,
): RankingQuality & { verdict: ScoreVerdict } {
  const at = everyLook(looks)
  const risk = score.map((points) => -points)
  const ranking = isMeasurable(looks, at) ? rank(looks, risk, at) : undefined
  if (!ranking) return { ...nothing, verdict: 'not_measurable' }
  const { low, high } = aucInterval(ranking)
  return {
    auc: ranking.auc,
    aucLow: low,
    aucHigh: high,
    precision: precisionAtCapacity(looks, risk, capacity, at),
    verdict: sided(ranking.auc, low, high, 0.5, 'ranks_churners', 'ranks_the_wrong_way', 'not_told_from_chance'),
  }
}

/** How a rival ranks, and whether the score ranks better, on the looks where both are known (NaN is unknown). */
export function judgeRival(
  looks: Looks,
  score: readonly number[],
  rivalRisk: readonly number[],
  capacity: number,
): RivalQuality {
  const at = everyLook(looks).filter((look) => !Number.isNaN(rivalRisk[look]))
  const none = { scoreAuc: null, difference: null, differenceLow: null, differenceHigh: null }
  if (!isMeasurable(looks, at)) return { ...nothing, ...none, looks: at.length, verdict: 'not_measurable' }
  const own = rank(
    looks,
    score.map((points) => -points),
    at,
  )
  const rival = rank(looks, rivalRisk, at)
  if (!own || !rival) return { ...nothing, ...none, looks: at.length, verdict: 'not_measurable' }
  const { low, high } = aucInterval(rival)
  const { difference, low: differenceLow, high: differenceHigh } = aucDifference(own, rival)
  return {
    auc: rival.auc,
    aucLow: low,
    aucHigh: high,
    precision: precisionAtCapacity(looks, rivalRisk, capacity, at),
    looks: at.length,
    scoreAuc: own.auc,
    difference,
    differenceLow,
    differenceHigh,
    verdict: sided(
      difference,
      differenceLow,
      differenceHigh,
      0,
      'score_is_better',
      'score_is_worse',
      'no_difference_shown',
    ),
  }
}

/** Without an interval (nothing overlaps, or nothing differs) the value itself tells. */
function sided<Above, Below, Neither>(
  value: number,
  low: number | null,
  high: number | null,
  middle: number,
  above: Above,
  below: Below,
  neither: Neither,
): Above | Below | Neither {
  if ((low ?? value) > middle) return above
  return (high ?? value) < middle ? below : neither
}

/** Score bands of ten points: `0` is 0 up to 10, `90` is 90 up to and with 100. */
const scoreBands = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90] as const

/** What became of customers, lowest scores first. */
export function churnByScore(looks: Looks, score: readonly number[]): BandShare<number>[] {
  const bandOf = (look: number) => Math.min(90, 10 * Math.floor((score[look] ?? 0) / 10))
  return shareByBand<number>(looks, bandOf, scoreBands)
}

/** The same by the status that the score gave. */
export function churnByStatus<Status extends string>(
  looks: Looks,
  status: readonly Status[],
  statuses: readonly Status[],
): BandShare<Status>[] {
  return shareByBand<Status | undefined>(looks, (look) => status[look], statuses) as BandShare<Status>[]
}
