import { type Command, Option } from 'commander'
import { formatDate } from '../../tools/format.ts'
import { explainScore } from '../../tools/health/explain-score.ts'
import { explainSegmentScore } from '../../tools/health/explain-segment-score.ts'
import { runTool } from '../../tools/run-tool.ts'
import { faint, heading, type Output, paragraphs, statusLabel, table } from '../output.ts'
import { datedCommand, hintOldData, parseDay, withCrew } from '../session.ts'
import { signed, waterfallChart } from '../waterfall-chart.ts'

export function whyCommand(): Command {
  return datedCommand('why', 'why a health score moved: the change between two days, split into its causes')
    .argument('[id or name]', 'a customer: id, external id, or a name only one has')
    .option('--all', 'the average of all customers')
    .option('--plan <plan>', 'the average of a plan')
    .option('--industry <industry>', 'the average of an industry')
    .option('--segment <segment>', 'the average of a segment')
    .option('--country <country>', 'the average of a country')
    .addOption(
      new Option('--status <status>', 'the average of those of this status on the last day').choices([
        'healthy',
        'at_risk',
        'critical',
      ]),
    )
    .option('--from <day>', 'the first day (default: 30 days before the last)', parseDay)
    .option('--to <day>', 'the last day (default: the day looked at)', parseDay)
    .action((reference: string | undefined, options, command: Command) => {
      checkOne(reference, options, command)
      return withCrew(options, async (crew, out) => {
        const context = await crew.context()
        const { plan, industry, segment, country, status, from, to } = options
        const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
        if (reference !== undefined) {
          const answer = await runTool(explainScore, { customer: reference, ...days }, context)
          out.result({ ...answer.output, receipt: answer.receipt }, () =>
            showCustomer(answer.output, answer.receipt, out),
          )
        } else {
          const filter = { plan, industry, segment, country, status }
          const answer = await runTool(explainSegmentScore, { ...filter, ...days }, context)
          out.result({ ...answer.output, receipt: answer.receipt }, () =>
            showSegment(answer.output, answer.receipt, out),
          )
        }
        if (!out.json) await hintOldData(crew, out, to ?? context.asOf)
      })
    })
}

const listed = (names: readonly string[]): string => new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(names)

/** One question at a time: a customer, a segment, or everyone. */
function checkOne(reference: string | undefined, options: Record<string, unknown>, command: Command): void {
  const isSegment = ['plan', 'industry', 'segment', 'country', 'status'].some((name) => options[name] !== undefined)
  const asked = [reference !== undefined, options.all === true, isSegment].filter(Boolean).length
  if (asked === 1) return
  const wrong =
    asked === 0 ? 'it is not said whose score is meant' : 'a customer, a segment and --all are three questions'
  command.error(`error: ${wrong}. Give a customer, or --plan, --industry, --segment, --country or --status, or --all.`)
}

const labels: Record<string, string> = {
  left: 'no longer counted',
  settings: 'settings',
  missing_data: 'missing data',
  late_data: 'late data',
  time_passing: 'time passing',
  engagement: 'behaviour: engagement',
  support: 'behaviour: support',
  value: 'behaviour: value',
  joined: 'newly counted',
}

/** The name as it can be typed, or the id where it cannot. */
const typedName = ({ name, customerId }: { name: string; customerId: string }): string =>
  /^[^'"`$\\!]+$/.test(name) ? `'${name}'` : customerId

type CustomerAnswer = Awaited<
  ReturnType<typeof runTool<typeof explainScore.input, typeof explainScore.output>>
>['output']
type SegmentAnswer = Awaited<
  ReturnType<typeof runTool<typeof explainSegmentScore.input, typeof explainSegmentScore.output>>
>['output']

function showCustomer(answer: CustomerAnswer, receipt: string, out: Output): void {
  const ofStatus = (end: CustomerAnswer['before']) => (end === null ? faint('no customer') : statusLabel(end.status))
  out.line(heading(paragraphs(answer.sentence)))
  out.line(
    `${answer.customer.name} ${faint(answer.customer.externalId)}  ${ofStatus(answer.before)} on ${formatDate(answer.from)}, ${ofStatus(answer.after)} on ${formatDate(answer.to)}`,
  )
  showChart(answer, answer.before?.score ?? null, out)
  if (answer.details.length > 0) {
    out.line()
    out.line(heading('What happened'))
    for (const line of answer.details) out.line(`  ${line}`)
  }
  showFooting(answer, answer.isKnownLater, out)
  out.line(faint(`Receipt ${receipt}.`))
  out.line(`Next: ${out.crew(`customer ${answer.customer.externalId}`)} says where the score stands now.`)
}

function showSegment(answer: SegmentAnswer, receipt: string, out: Output): void {
  out.line(heading(paragraphs(answer.sentence)))
  const churned = answer.churned === 0 ? '' : ` (${answer.churned} churned)`
  out.line(
    `${answer.customersBefore} counted on ${formatDate(answer.from)}, ${answer.customersAfter} on ${formatDate(answer.to)}: ${answer.stayed} on both, ${answer.left} no longer${churned}, ${answer.joined} new`,
  )
  showChart(answer, answer.averageBefore, out)
  const movers = answer.change !== null && answer.change > 0 ? answer.risers : answer.fallers
  const [first] = movers
  if (first) {
    out.line()
    out.line(heading(first.change < 0 ? 'Who fell most' : 'Who rose most'))
    out.line(
      table(
        ['customer', 'before', 'after', 'change'],
        movers.map(({ name, before, after, change }) => [name, String(before), String(after), signed(change)]),
        [1, 2, 3],
      ),
    )
  }
  showFooting(answer, answer.knownLater > 0, out)
  out.line(faint(`Receipt ${receipt}.`))
  out.line(
    first ? `Next: ${out.crew(`why ${typedName(first)}`)} asks the same of it.` : `Next: ${out.crew('customers')}`,
  )
}

function showChart(
  answer: Pick<SegmentAnswer, 'steps' | 'change' | 'timePassing' | 'from' | 'to'>,
  start: number | null,
  out: Output,
): void {
  if (start === null || answer.change === null) return
  out.line()
  out.line(
    waterfallChart(
      { label: formatDate(answer.from), level: start },
      answer.steps
        .filter(({ points }) => points !== 0)
        .map(({ step, points, scoreAfter }) => ({ label: labels[step] ?? step, points, level: scoreAfter })),
      formatDate(answer.to),
    ),
  )
  const still = answer.steps.filter(({ points }) => points === 0).map(({ step }) => labels[step] ?? step)
  if (still.length > 0) out.line(faint(`Nothing by ${listed(still)}.`))
  const { engagement, value } = answer.timePassing
  if (engagement !== 0 || value !== 0)
    out.line(
      faint(
        `Time passing is what no activity after the first day would have done: ${signed(engagement)} as the last activity aged, ${signed(value)} as features left their 90 days.`,
      ),
    )
}

function showFooting(
  answer: Pick<SegmentAnswer, 'settingsBefore' | 'settingsAfter' | 'from' | 'to'>,
  isKnownLater: boolean,
  out: Output,
): void {
  out.line()
  if (isKnownLater)
    out.line(
      faint(
        `On ${formatDate(answer.from)} none of this was loaded yet: what the first day of loading brought counts as known then.`,
      ),
    )
  if (answer.settingsBefore !== answer.settingsAfter)
    out.line(
      faint(`Judged by settings version ${answer.settingsBefore} then and ${answer.settingsAfter} now: `) +
        out.crew(`settings diff ${answer.settingsBefore} ${answer.settingsAfter}`),
    )
}
