import { type Command, Option } from 'commander'
import { getCustomer } from '../../tools/customers/get-customer.ts'
import { listCustomers } from '../../tools/customers/list-customers.ts'
import { formatMoney, formatPercent, formatPoints, NO_DATA } from '../../tools/format.ts'
import { listEdgeCases } from '../../tools/health/list-edge-cases.ts'
import { runTool } from '../../tools/run-tool.ts'
import { counted, faint, heading, paragraphs, spoken, statusLabel, table } from '../output.ts'
import { datedCommand, hintOldData, parseCount, withCrew } from '../session.ts'

export function customersCommand(): Command {
  return datedCommand('customers', 'customers with status, score, revenue and churn probability')
    .addOption(
      new Option('--status <status>', 'only of this status').choices([
        'healthy',
        'at_risk',
        'critical',
        'churned',
        'trial',
        'no_data',
      ]),
    )
    .option('--plan <plan>', 'only on this plan')
    .option('--search <text>', 'a part of the name or the external id')
    .addOption(
      new Option('--sort <order>', 'arr, score (lowest first), churn_probability, expected_loss or name')
        .choices(['arr', 'score', 'churn_probability', 'expected_loss', 'name'])
        .default('arr'),
    )
    .option('--limit <count>', 'how many to show', parseCount(1, 500), 20)
    .option('--offset <count>', 'how many to leave out first', parseCount(0, 10_000_000), 0)
    .action((options) =>
      withCrew(options, async (crew, out) => {
        const context = await crew.context()
        const { status, plan, search, sort, limit, offset } = options
        const { output, receipt } = await runTool(listCustomers, { status, plan, search, sort, limit, offset }, context)
        out.result({ ...output, receipt }, () => {
          if (output.customers.length === 0) {
            out.line('Nobody matches. Leave out --status, --plan, --search or --offset.')
            return
          }
          out.line(
            table(
              ['customer', 'id', 'status', 'score', 'trend', 'ARR', 'churn', 'main reason'],
              output.customers.map((line) => [
                line.customer.name,
                faint(line.customer.externalId),
                statusLabel(line.status),
                line.score === null ? NO_DATA : formatPoints(line.score),
                line.trend ?? '',
                formatMoney(line.arrMinor, crew.venture.currency),
                line.churnProbability === null ? NO_DATA : formatPercent(100 * line.churnProbability),
                line.mainReason ?? '',
              ]),
              [3, 5, 6],
            ),
          )
          out.line()
          out.line(
            faint(
              `${output.customers.length} of ${counted(output.total, 'customer')} as of ${output.asOf}. Receipt ${receipt}.`,
            ),
          )
          const first = output.customers[0]
          if (first) out.line(`Next: ${out.crew(`customer ${first.customer.externalId}`)}`)
        })
        if (!out.json) await hintOldData(crew, out, context.asOf)
      }),
    )
}

export function customerCommand(): Command {
  return datedCommand('customer', 'one customer’s scorecard, with the reasons in words')
    .argument('<id or name>', 'id, external id, or a name only one customer has')
    .action((reference: string, options) =>
      withCrew(options, async (crew, out) => {
        const context = await crew.context()
        const { output: card, receipt } = await runTool(getCustomer, { customer: reference }, context)
        const odd = (await runTool(listEdgeCases, { customer: card.customer.id }, context)).output.customers[0]
        const edgeCases = odd?.edgeCases ?? []
        out.result({ ...card, edgeCases, receipt }, () => {
          const money = (minor: number) => formatMoney(minor, crew.venture.currency)
          const score = card.score === null ? NO_DATA : formatPoints(card.score)
          out.line(
            `${heading(card.customer.name)} ${faint(card.customer.externalId)}  ${statusLabel(card.status)}, score ${score} as of ${card.asOf}`,
          )
          const part = (points: number | null, weight: number) =>
            points === null ? NO_DATA : `${formatPoints(points)} of ${formatPoints(weight)}`
          out.line(
            `  engagement ${part(card.parts.engagement, card.weights.engagement)}, support ${part(card.parts.support, card.weights.support)}, value ${part(card.parts.value, card.weights.value)}`,
          )
          if (card.engagementBasis === 'usage')
            out.line(faint('  Logins are not recorded: any use of the product counts as activity.'))
          if (card.coverage < 1)
            out.line(
              faint(
                `  The score rests on ${formatPercent(100 * card.coverage)} of its weight: a source was never loaded.`,
              ),
            )
          out.line(
            `  trend ${card.trend ?? NO_DATA}${card.monthAgoScore === null ? '' : `, ${formatPoints(card.monthAgoScore)} thirty days before`}`,
          )
          out.line()
          out.line(heading('Why'))
          if (card.reasons.length === 0) out.line('  No points are lost.')
          for (const reason of card.reasons) out.line(`  ${reason.text}`)
          if (card.causes.length > 0) {
            out.line()
            out.line(heading('What troubles them'))
            for (const cause of card.causes) out.line(`  ${cause.text}`)
          }
          if (edgeCases.length > 0) {
            out.line()
            out.line(heading('Handle with care'))
            for (const { edgeCase, findings, handling } of edgeCases)
              out.line(paragraphs(`  ${spoken(edgeCase)}: ${findings.join('; ')}. ${handling}`))
          }
          out.line()
          out.line(heading('What is at stake'))
          out.line(
            `  ${money(card.arrMinor)} a year, plan ${card.plan ?? 'not recorded'}, ${counted(card.users, 'user')}, since ${card.signedUpOn}${card.renewsOn ? `, renews on ${card.renewsOn}` : ''}`,
          )
          if (card.churn) {
            const { churnProbability, probabilityLow, probabilityHigh, horizonDays, similarCustomers } = card.churn
            out.line(
              `  Churn probability ${formatPercent(100 * churnProbability)} within ${horizonDays} days (${formatPercent(100 * probabilityLow)} to ${formatPercent(100 * probabilityHigh)}): the churn share of ${counted(similarCustomers, 'similar customer')}, drawn towards the average.`,
            )
          } else out.line(`  Churn probability: ${NO_DATA}${card.churnedOn ? `; churned on ${card.churnedOn}` : ''}.`)
          if (card.openTickets.length > 0) {
            out.line()
            out.line(heading('Open tickets'))
            out.line(
              table(
                ['ticket', 'opened', 'priority', 'subject'],
                card.openTickets.map((ticket) => [
                  ticket.externalId,
                  ticket.openedOn,
                  `${ticket.priority ?? ''}${ticket.isEscalated ? ' escalated' : ''}`,
                  ticket.subject ?? '',
                ]),
              ),
            )
          }
          out.line()
          out.line(`Next: ${out.crew(`receipt ${receipt} --replay`)} computes it again.`)
        })
        if (!out.json) await hintOldData(crew, out, context.asOf)
      }),
    )
}
