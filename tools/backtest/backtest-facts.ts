/** A backtest's numbers as facts. The AUC is a probability: that of two customers, one that churned and one that stayed, the
 * one that churned had the worse score. */
import type { ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import type { PrecisionAtCapacity } from './precision.ts'
import type { Backtest } from './run-backtest.ts'

export function backtestFacts(backtest: Backtest, context: ToolContext): FactDraft[] {
  const fact = factsAbout(context, ventureSubject(context))
  const first = backtest.days[0]?.day ?? context.asOf
  const last = backtest.days.at(-1)?.day ?? context.asOf
  const period = `${first}/${dayAfter(last)}`
  const found = (prefix: string, metric: string, precision: PrecisionAtCapacity | null) => [
    fact(`${prefix}precision`, `${metric}precision_at_capacity`, 'probability', precision?.precision ?? null, period),
    fact(`${prefix}precision_low`, `${metric}precision_low`, 'probability', precision?.precisionLow ?? null, period),
    fact(`${prefix}precision_high`, `${metric}precision_high`, 'probability', precision?.precisionHigh ?? null, period),
    fact(`${prefix}recall`, `${metric}recall_at_capacity`, 'probability', precision?.recall ?? null, period),
    fact(`${prefix}lift`, `${metric}lift_at_capacity`, 'count', precision?.lift ?? null, period),
  ]
  const bands = [
    ...backtest.byStatus.map((band) => ({ ...band, key: `status_${band.band}` })),
    ...backtest.byScore.filter(({ looks }) => looks > 0).map((band) => ({ ...band, key: `score_${band.band}` })),
  ]
  return [
    fact('recipe', 'backtested_settings', 'name', backtest.recipe, null),
    fact('horizon', 'churn_horizon', 'days', backtest.horizonDays, null),
    fact('capacity', 'team_capacity', 'count', backtest.capacity, null),
    fact('looks', 'backtest_looks', 'count', backtest.looks, period),
    fact('customers', 'backtest_customers', 'count', backtest.customers, period),
    fact('sampled_one_in', 'customers_a_sampled_one_stands_for', 'count', backtest.sampledOneIn, null),
    fact('churned_customers', 'backtest_churned_customers', 'count', backtest.churnedCustomers, period),
    fact('stayed_customers', 'backtest_stayed_customers', 'count', backtest.stayedCustomers, period),
    fact('min_customers', 'backtest_min_customers', 'count', backtest.minCustomers, null),
    fact('missing_churned', 'backtest_missing_churned_customers', 'count', backtest.missingChurned, period),
    fact('auc', 'auc', 'probability', backtest.score.auc, period),
    fact('auc_low', 'auc_low', 'probability', backtest.score.aucLow, period),
    fact('auc_high', 'auc_high', 'probability', backtest.score.aucHigh, period),
    ...found('', '', backtest.score.precision),
    ...bands.flatMap(({ key, looks, churnedShare, shareLow, shareHigh }) => [
      fact(`${key}.looks`, `${key}_looks`, 'count', looks, period),
      fact(`${key}.churned`, `${key}_churned_share`, 'probability', churnedShare, period),
      fact(`${key}.churned_low`, `${key}_churned_share_low`, 'probability', shareLow, period),
      fact(`${key}.churned_high`, `${key}_churned_share_high`, 'probability', shareHigh, period),
    ]),
    ...backtest.rivals.flatMap((rival) => [
      fact(`${rival.rival}.auc`, `${rival.rival}_auc`, 'probability', rival.auc, period),
      fact(`${rival.rival}.auc_low`, `${rival.rival}_auc_low`, 'probability', rival.aucLow, period),
      fact(`${rival.rival}.auc_high`, `${rival.rival}_auc_high`, 'probability', rival.aucHigh, period),
      fact(`${rival.rival}.difference`, `auc_above_${rival.rival}`, 'probability', rival.difference, period),
      fact(`${rival.rival}.difference_low`, `auc_above_${rival.rival}_low`, 'probability', rival.differenceLow, period),
      fact(
        `${rival.rival}.difference_high`,
        `auc_above_${rival.rival}_high`,
        'probability',
        rival.differenceHigh,
        period,
      ),
      ...found(`${rival.rival}.`, `${rival.rival}_`, rival.precision),
    ]),
  ]
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
