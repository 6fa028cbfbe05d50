/** What a parameter is set to, found by the words it was asked with. */
import { byKey, fill } from '../../../agents/phrases.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { getSettings } from '../../../tools/settings/get-settings.ts'
import { type Answerer, lineByLine } from '../answer.ts'

/** Which parameters answer which words; the first that fits. */
const asked: { said: RegExp; parameters: readonly string[] }[] = [
  {
    said: /who (?:gets|get|receives|is on|are on)|recipient|notified|alert (?:list|email)|mailing|told|pinged|paged|informed/,
    parameters: [
      'critical_slack_channel',
      'team_slack_channel',
      'ops_slack_channel',
      'digest_email',
      'ops_email',
      'chairman_email',
    ],
  },
  {
    said: /weight|weigh|made up|goes into|go into|calculated|count/,
    parameters: ['engagement_weight', 'support_weight', 'value_weight'],
  },
  {
    said: /discount|offer|budget|spend|money|cost|give/,
    parameters: ['budget_per_customer_monthly', 'budget_per_campaign', 'budget_total_monthly'],
  },
  {
    said: /critical|at risk|healthy|threshold|red|green|yellow|cut ?off|score|in trouble/,
    parameters: ['healthy_threshold', 'at_risk_threshold'],
  },
  { said: /core feature/, parameters: ['core_features'] },
  { said: /digest/, parameters: ['weekly_digest_day', 'weekly_digest_hour', 'digest_email'] },
  {
    said: /nps|survey/,
    parameters: ['nps_min_responses', 'nps_survey_interval_days', 'nps_positive_threshold', 'nps_target_score'],
  },
  { said: /window|hours|quiet/, parameters: ['send_window_start', 'send_window_end'] },
  {
    said: /cool ?down|contact|email|message|mail|often/,
    parameters: ['campaign_cooldown_days', 'max_daily_communications', 'min_hours_between_campaigns'],
  },
  { said: /escalat|chairman/, parameters: ['chairman_escalation_hours', 'critical_response_hours'] },
  { said: /uptime/, parameters: ['target_uptime_percent'] },
  { said: /expir|proposal/, parameters: ['proposal_expiry_days'] },
  { said: /ticket/, parameters: ['ticket_penalty', 'max_support_points'] },
  {
    said: /churn|high risk|medium|probab|prediction/,
    parameters: ['high_risk', 'medium_risk', 'low_risk', 'prediction_horizon_days'],
  },
  { said: /renewal|reminder/, parameters: ['renewal_reminder_days'] },
  { said: /inactiv/, parameters: ['win_back_inactive_days'] },
  { said: /holdout/, parameters: ['holdout_percent'] },
  { said: /crm/, parameters: ['crm_platform', 'crm_sync_hours'] },
  { said: /strategic|high value|big/, parameters: ['high_value_arr'] },
]

export const settingsAnswer: Answerer = async ({ words }, context) => {
  const found = asked.find(({ said }) => said.test(words))
  const { facts, output, receipt } = await runTool(getSettings, {}, context)
  const about = byKey(facts)
  const chosen = output.settings.filter(({ name, isDefault }) => (found ? found.parameters.includes(name) : !isDefault))
  const lines = chosen.flatMap(({ name }) => fill(`- ${name.replaceAll('_', ' ')}: {setting.${name}}`, about) ?? [])
  const groups = [...new Set(output.settings.map(({ group }) => group))].join(', ')
  const all = `What can be set: ${groups}. ${lines.length > 0 ? 'These differ from their default:' : 'Everything is at its default.'}`
  return { text: lineByLine(found ? 'As it is set now:' : all, ...lines), facts, receipts: [receipt] }
}
