/** What a parameter is set to, found by the words it was asked with. */
import { byKey, fill } from '../../../agents/phrases.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { getSettings } from '../../../tools/settings/get-settings.ts'
import { type Answerer, lineByLine } from '../answer.ts'

/** Which parameters answer which words, from the start of a word on; the first that fits. */
const asked: { said: RegExp; parameters: readonly string[] }[] = [
  {
    said: /\b(?:who (?:gets|get|receives|is on|are on)|recipient|notified|alert (?:list|email)|mailing|told|pinged|paged|informed)/,
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
    said: /\b(?:discount|offers?\b|budget|spend|money|costs?\b|give)/,
    parameters: ['budget_per_customer_monthly', 'budget_per_campaign', 'budget_total_monthly'],
  },
  {
    said: /\b(?:weight|weigh|made up|goes into|go into|calculated|counts?\b)/,
    parameters: ['engagement_weight', 'support_weight', 'value_weight'],
  },
  { said: /\bcore features?\b/, parameters: ['core_features'] },
  { said: /\bdigest\b/, parameters: ['weekly_digest_day', 'weekly_digest_hour', 'digest_email'] },
  {
    said: /\b(?:nps|surveys?)\b/,
    parameters: ['nps_min_responses', 'nps_survey_interval_days', 'nps_positive_threshold', 'nps_target_score'],
  },
  { said: /\b(?:windows?|hours|quiet)\b/, parameters: ['send_window_start', 'send_window_end'] },
  {
    said: /\b(?:cool ?down|contact|emails?\b|messag|mails?\b|often\b)/,
    parameters: ['campaign_cooldown_days', 'max_daily_communications', 'min_hours_between_campaigns'],
  },
  { said: /\b(?:escalat|chairman)/, parameters: ['chairman_escalation_hours', 'critical_response_hours'] },
  { said: /\b(?:uptime)\b/, parameters: ['target_uptime_percent'] },
  { said: /\b(?:expir|proposal)/, parameters: ['proposal_expiry_days'] },
  { said: /\btickets?\b/, parameters: ['ticket_penalty', 'max_support_points'] },
  {
    said: /\b(?:churn|high risk|medium|probab|prediction)/,
    parameters: ['high_risk', 'medium_risk', 'low_risk', 'prediction_horizon_days'],
  },
  { said: /\b(?:renewal|reminder)/, parameters: ['renewal_reminder_days'] },
  { said: /\binactiv/, parameters: ['win_back_inactive_days'] },
  { said: /\bholdout\b/, parameters: ['holdout_percent'] },
  { said: /\bcrm\b/, parameters: ['crm_platform', 'crm_sync_hours'] },
  { said: /\b(?:strategic|high value|big)\b/, parameters: ['high_value_arr'] },
  {
    said: /\b(?:critical|at risk|healthy|threshold|red|green|yellow|cut ?off|scores?|in trouble)\b/,
    parameters: ['healthy_threshold', 'at_risk_threshold'],
  },
]

/** What is not a parameter by itself, and is asked for by its name. */
const bands =
  'From {setting.healthy_threshold} on a customer is healthy, from {setting.at_risk_threshold} at risk, and below {setting.at_risk_threshold} critical.'

export const settingsAnswer: Answerer = async ({ words }, context) => {
  const found = asked.find(({ said }) => said.test(words))
  const { facts, output, receipt } = await runTool(getSettings, {}, context)
  const about = byKey(facts)
  const chosen = output.settings.filter(({ name, isDefault }) => (found ? found.parameters.includes(name) : !isDefault))
  const lines = chosen.flatMap(({ name }) => fill(`- ${name.replaceAll('_', ' ')}: {setting.${name}}`, about) ?? [])
  const said = found?.parameters.includes('at_risk_threshold') ? fill(bands, about) : undefined
  const groups = [...new Set(output.settings.map(({ group }) => group))].join(', ')
  const all = `What can be set: ${groups}. ${lines.length > 0 ? 'These differ from their default:' : 'Everything is at its default.'}`
  return { text: lineByLine(found ? 'As it is set now:' : all, ...lines, said), facts, receipts: [receipt] }
}
