/** What can be asked offline, an example of each, and what each may name. How people say it is in `paraphrases/`. */
import type { Period } from '../period.ts'

export const intentNames = [
  'why_average',
  'why_moved',
  'why_customer',
  'customer',
  'at_risk',
  'churn_probability',
  'churn_rate',
  'retention',
  'nps',
  'revenue',
  'segments',
  'feedback',
  'tickets',
  'usage',
  'adoption',
  'time_to_value',
  'outcomes',
  'health',
  'health_trend',
  'waiting',
  'tasks',
  'alerts',
  'gates',
  'system',
  'settings',
  'setting_changes',
  'modes',
  'backtest',
  'edge_cases',
  'triggers',
  'report',
  'digest',
  'status',
  'help',
] as const
export type IntentName = (typeof intentNames)[number]

/** What to try, shown when a question is not understood; each is understood. */
export const examples: Record<IntentName, string> = {
  at_risk: 'Who is at risk?',
  why_customer: 'Why is Acme at risk?',
  why_moved: 'Why did Acme’s score drop?',
  customer: 'How is Acme doing?',
  churn_probability: 'How likely is Acme to leave?',
  health: 'How healthy are our customers?',
  health_trend: 'How did health develop this year?',
  why_average: 'Why did our average score drop?',
  churn_rate: 'What was the churn rate last quarter?',
  retention: 'How is retention by cohort?',
  nps: 'What is our NPS?',
  revenue: 'What is our MRR?',
  segments: 'Compare Enterprise and Basic',
  feedback: 'What do customers say about pricing?',
  tickets: 'Which tickets does Acme have open?',
  usage: 'How many users are active every week?',
  adoption: 'Which features are used most?',
  time_to_value: 'How long until new customers get value?',
  outcomes: 'Did our outreach work?',
  waiting: 'What waits for me?',
  tasks: 'Which tasks are open?',
  alerts: 'Are there any alerts?',
  triggers: 'Which triggers fired last week?',
  gates: 'Did we pass the gates?',
  system: 'Is the system running?',
  settings: 'What is the critical threshold set to?',
  setting_changes: 'Who changed the settings?',
  modes: 'What is automatic?',
  backtest: 'Can I trust the score?',
  edge_cases: 'Which customers have incomplete data?',
  report: 'Show me the latest report',
  digest: 'What happened this week?',
  status: 'How much data is loaded?',
  help: 'What can I ask?',
}

/** What a question of this meaning may name; what it names beside that, it does not ask. */
export interface Bearing {
  /** `must`: it asks of one customer. */
  customer?: 'must' | 'may'
  /** `now`: only a time that today is part of; `week`: one of eight days at most. */
  period?: 'may' | 'now' | 'week'
  /** Plans, industries and the like. */
  groups?: true
  /** What it is about: a subject to search for, or a feature's name. */
  topic?: 'subject' | 'feature'
}

export const bearings: Record<IntentName, Bearing> = {
  why_average: { period: 'may', groups: true },
  why_moved: { customer: 'must', period: 'may' },
  why_customer: { customer: 'must', period: 'may' },
  customer: { customer: 'must', period: 'may' },
  at_risk: { period: 'may', groups: true },
  churn_probability: { customer: 'must', period: 'now' },
  churn_rate: { period: 'may', groups: true },
  retention: { period: 'may' },
  nps: { period: 'may', groups: true },
  revenue: { customer: 'may', period: 'may', groups: true },
  segments: { period: 'may', groups: true },
  feedback: { customer: 'may', period: 'may', topic: 'subject' },
  tickets: { customer: 'may', period: 'may' },
  usage: { customer: 'may', period: 'may' },
  adoption: { customer: 'may', period: 'may', topic: 'feature' },
  time_to_value: { period: 'may' },
  outcomes: { customer: 'may', period: 'may' },
  health: { period: 'may', groups: true },
  health_trend: { customer: 'may', period: 'may' },
  waiting: { customer: 'may', period: 'now' },
  tasks: { customer: 'may', period: 'now' },
  alerts: { customer: 'may', period: 'may' },
  gates: { period: 'now' },
  system: { period: 'may' },
  settings: { period: 'now' },
  setting_changes: { period: 'may' },
  modes: { period: 'now' },
  backtest: { period: 'may' },
  edge_cases: { customer: 'may', period: 'now' },
  triggers: { customer: 'may', period: 'may' },
  report: { period: 'now' },
  digest: { period: 'week' },
  status: { period: 'now' },
  help: {},
}

/** `today` as of which "now" is. */
export function bearsPeriod({ period: bears }: Bearing, period: Period, today: string): boolean {
  switch (bears) {
    case 'may':
      return true
    case 'now':
      return period.until > today
    case 'week':
      return daysOf(period) <= LONGEST_WEEK
    default:
      return false
  }
}

const LONGEST_WEEK = 8
const daysOf = ({ from, until }: Period): number => (Date.parse(until) - Date.parse(from)) / 86_400_000
