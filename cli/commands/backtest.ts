import { type Command, Option } from 'commander'
import { type Backtest, runBacktest } from '../../tools/backtest/run-backtest.ts'
import { formatCount, formatDays, formatPercent, NO_DATA } from '../../tools/format.ts'
import { runTool } from '../../tools/run-tool.ts'
import { intervalBar } from '../interval-bar.ts'
import { faint, heading, type Output, paragraphs, statusLabel, table, warning } from '../output.ts'
import { type CommonOptions, datedCommand, hintOldData, parseCount, withCrew } from '../session.ts'

const DEFAULT_CAPACITY = 20
const DEFAULT_DAYS = 6

interface BacktestOptions extends CommonOptions {
  settings: string
  compare?: string
  horizon?: number
  outcome: 'setting' | Backtest['churnRule']
  capacity: number
  days: number
  knowledge: 'then' | 'now'
}

export function backtestCommand(): Command {
  return datedCommand('backtest', 'put the health score to the test on what became of customers')
    .option('--settings <version>', 'score by these: current, a version number, or a preset', 'current')
    .option('--compare <version>', 'and compare with these: a version number or a preset')
    .option('--horizon <days>', 'churned within so many days (default: prediction_horizon_days)', parseCount(7, 365))
    .option(
      '--capacity <count>',
      'customers the team can look after at a time',
      parseCount(1, 1_000_000),
      DEFAULT_CAPACITY,
    )
    .option('--days <count>', 'past days to look at, thirty days apart', parseCount(1, 24), DEFAULT_DAYS)
    .addOption(
      new Option('--outcome <records>', 'which records say who churned; setting: those of churn_definition')
        .choices(['setting', 'subscription', 'event', 'inactivity'])
        .default('setting'),
    )
    .addOption(
      new Option('--knowledge <when>', 'then: scores from what had been loaded by each day, where anything had')
        .choices(['then', 'now'])
        .default('then'),
    )
    .action((options: BacktestOptions) =>
      withCrew(options, async (crew, out) => {
        const context = await crew.context()
        const { settings, compare, horizon, outcome, capacity, days, knowledge } = options
        const input = {
          settings,
          outcome,
          capacity,
          days,
          knowledge,
          ...(compare === undefined ? {} : { compare }),
          ...(horizon === undefined ? {} : { horizonDays: horizon }),
        }
        const { output, receipt } = await runTool(runBacktest, input, context)
        out.result({ ...output, receipt }, () => show(output, receipt, out, asked(options)))
        if (!out.json) await hintOldData(crew, out, context.asOf)
      }),
    )
}

/** What was asked for beyond the settings, to ask the next question in the same way. */
function asked({ outcome, horizon, capacity, days }: BacktestOptions): string {
  return [
    outcome === 'setting' ? '' : ` --outcome ${outcome}`,
    horizon === undefined ? '' : ` --horizon ${horizon}`,
    capacity === DEFAULT_CAPACITY ? '' : ` --capacity ${capacity}`,
    days === DEFAULT_DAYS ? '' : ` --days ${days}`,
  ].join('')
}

function show(backtest: Backtest, receipt: string, out: Output, also: string): void {
  const { days, recipe, horizonDays, looks, customers, churnedCustomers } = backtest
  const [first, last] = [days[0]?.day, days.at(-1)?.day]
  out.line(heading(`Backtest of ${recipe}: who churned within ${formatDays(horizonDays)}`))
  out.line(
    `${formatCount(customers)} customers, looked at on ${days.length} days from ${first} to ${last}: ${formatCount(looks)} looks; ${formatCount(churnedCustomers)} of them churned in time.`,
  )
  out.line(faint(knowledgeWords(backtest)))
  out.line()
  out.line(paragraphs(verdict(backtest)))
  if (looks > 0) {
    out.line()
    out.line(bandTable(backtest))
  }
  if (backtest.score.auc !== null) {
    out.line()
    out.line(rankingTable(backtest))
    out.line()
    for (const rival of backtest.rivals) out.line(paragraphs(rivalWords(rival)))
  }
  out.line()
  out.line(faint(`Receipt ${receipt}.`))
  out.line(`Next: ${next(backtest, receipt, out, also)}`)
}

function knowledgeWords({ days, churnRule, settlingDays, sampledOneIn }: Backtest): string {
  const live = days.filter(({ known }) => known === 'then').length
  const scores =
    live === 0
      ? 'Scores of those days from what is known now: nothing had been loaded yet then.'
      : live === days.length
        ? 'Scores of those days from what had been loaded by then.'
        : `Scores of the newest ${live} days from what had been loaded by then; of the others from what is known now.`
  const settling =
    settlingDays > 0
      ? ` A churn shows ${formatDays(settlingDays)} after its date, so the newest days are left out.`
      : ''
  const circular =
    churnRule === 'inactivity' ? ' Engagement looks at the same days: no wonder where it ranks well.' : ''
  const sample =
    sampledOneIn > 1
      ? ` One in ${formatCount(sampledOneIn)} customers was looked at, and the capacity in proportion.`
      : ''
  return `Churned by ${ruleWords[churnRule]}.${circular} ${scores}${settling}${sample}`
}

const ruleWords = {
  subscription: 'subscriptions',
  event: 'churn events',
  inactivity: 'inactivity',
}

function verdict({ score, ...backtest }: Backtest): string {
  if (score.auc === null) {
    const { looks, churnedCustomers, stayedCustomers, minCustomers, missingChurned, missingStayed } = backtest
    if (looks === 0) return warning('Not measurable yet: no customer had a score on a day whose outcome is known.')
    const missing = [
      missingChurned > 0 ? `${churnedCustomers} of ${minCustomers} churned customers, ${missingChurned} missing` : '',
      missingStayed > 0 ? `${stayedCustomers} of ${minCustomers} that stayed, ${missingStayed} missing` : '',
    ].filter((part) => part !== '')
    return warning(
      `Not measurable yet: ${missing.join('; ') || 'no day has both customers that churned and ones that stayed'}.`,
    )
  }
  const range =
    score.aucLow === null || score.aucHigh === null
      ? ''
      : `, 95 % interval ${ratio(score.aucLow)} to ${ratio(score.aucHigh)}`
  const interval = `AUC ${ratio(score.auc)}${range}`
  switch (score.verdict) {
    case 'ranks_churners':
      return `The score ranks who will churn: of two customers on a day, one that churned and one that stayed, the first had the lower score ${formatPercent(100 * score.auc)} of the time (${interval}; 0.5 is chance).`
    case 'ranks_the_wrong_way':
      return warning(
        `The score ranks the wrong way round: customers that churned had the higher scores (${interval}; 0.5 is chance).`,
      )
    default:
      return warning(`The score cannot be told from chance here (${interval}; 0.5 is chance).`)
  }
}

function bandTable({ byStatus, byScore }: Backtest): string {
  const shown = byScore.filter(({ looks }) => looks > 0)
  const top = Math.max(...[...byStatus, ...shown].map(({ shareHigh }) => shareHigh ?? 0), 0.01)
  const row = (
    name: string,
    { looks, churnedLooks, churnedShare, shareLow, shareHigh }: (typeof shown)[number] | (typeof byStatus)[number],
  ) => [
    name,
    formatCount(looks),
    formatCount(churnedLooks),
    churnedShare === null ? NO_DATA : formatPercent(100 * churnedShare),
    churnedShare === null ? '' : intervalBar(churnedShare / top, (shareLow ?? 0) / top, (shareHigh ?? 0) / top),
  ]
  return table(
    ['score', 'looks', 'churned', 'share', `share with its 95 % interval, 0 to ${formatPercent(100 * top)}`],
    [
      ...byStatus.map((band) => row(statusLabel(band.band), band)),
      ...shown.map((band) => row(`${band.band} to ${band.band === 90 ? 100 : `under ${band.band + 10}`}`, band)),
    ],
    [1, 2, 3],
  )
}

function rankingTable({ score, rivals, capacity, looks, churnedLooks }: Backtest): string {
  const row = (name: string, quality: Pick<Backtest['score'], 'auc' | 'aucLow' | 'aucHigh' | 'precision'>) => {
    const { auc, aucLow, aucHigh, precision: found } = quality
    const percent = (share: number | null | undefined) => (share == null ? NO_DATA : formatPercent(100 * share))
    return [
      name,
      auc === null ? NO_DATA : `${ratio(auc)}${between(aucLow, aucHigh)}`,
      found
        ? `${percent(found.precision)}${found.precisionLow === null ? '' : ` (${percent(found.precisionLow)} to ${percent(found.precisionHigh)})`}`
        : NO_DATA,
      percent(found?.recall),
      found?.lift == null ? NO_DATA : `${formatCount(found.lift)}×`,
    ]
  }
  const base = formatPercent((100 * churnedLooks) / looks)
  return table(
    ['ranked by', 'AUC', `churned of ${formatCount(capacity)} taken a day`, 'of all churned', `over random (${base})`],
    [row('health score', score), ...rivals.map((rival) => row(rival.name, rival))],
    [3, 4],
  )
}

function rivalWords({
  name,
  difference,
  differenceLow,
  differenceHigh,
  verdict: judged,
}: Backtest['rivals'][number]): string {
  if (difference === null) return `${capital(name)}: not measurable, too few customers churned where it is known.`
  if (difference === 0 && differenceLow === null) return `The same ranking as ${name}.`
  const by = `${signed(difference)}${between(differenceLow, differenceHigh, signed)}`
  switch (judged) {
    case 'score_is_better':
      return `Better than ${name}: AUC ${by}.`
    case 'score_is_worse':
      return warning(`Worse than ${name}: AUC ${by}.`)
    default:
      return `No better or worse than ${name} that could be told: AUC ${by}.`
  }
}

function next({ looks, rivals, score, otherRules }: Backtest, receipt: string, out: Output, also: string): string {
  const [other] = otherRules
  if (looks === 0) return out.crew('status')
  if (score.auc === null && other !== undefined && !also.includes('--outcome'))
    return `${out.crew(`backtest --outcome ${other}${also}`)}, where ${ruleWords[other]} say who churned`
  return rivals.some(({ rival }) => rival === 'other_settings')
    ? out.crew(`receipt ${receipt} --replay`)
    : out.crew(`backtest --compare product_led${also}`)
}

const ratio = (value: number): string => value.toFixed(2)
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function between(low: number | null, high: number | null, format = ratio): string {
  return low === null || high === null ? '' : ` (${format(low)} to ${format(high)})`
}
