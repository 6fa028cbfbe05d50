/**
 * What can be asked offline, and which words each question is made of. A meaning fits a question when every concept it needs
 * is there and nothing is that it does not bear: "what is our NPS" fits, "what is our NPS and who changed the settings" does
 * not. They are tried in order, the more particular before the more general.
 */

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

export interface Meaning {
  intent: IntentName
  /** Each must be there; `a|b` either. Beside the lexicon's concepts there are those of `MoreConcepts`. */
  needs: string
  /** What else may be there; `group` too. */
  may: string
  /** What must not be there, though it says nothing by itself elsewhere. */
  never?: string
  customer?: 'must' | 'may'
  /** `now`: only a time that today is part of. */
  period?: 'may' | 'now'
  /** Words we do not know may stand after "about" and the like: they are what is asked about. */
  topic?: 'about' | 'feature'
  /** A figure may stand in it: "the top five", "twenty points". */
  figures?: true
}

export const meanings: readonly Meaning[] = [
  { intent: 'help', needs: 'help', may: 'self why', never: 'mode' },

  // How the crew itself is set, works and is kept -------------------------------------------------------------------
  { intent: 'setting_changes', needs: 'setting changed', may: 'changed_who setting_object score team', period: 'may' },
  {
    intent: 'settings',
    needs: 'setting',
    may: 'setting_object setting_ask score count team bad',
    period: 'now',
    figures: true,
  },
  { intent: 'settings', needs: 'alert recipient', may: 'setting setting_object setting_ask raised', period: 'now' },
  { intent: 'triggers', needs: 'trigger', may: 'fired count', customer: 'may', period: 'may' },
  {
    intent: 'modes',
    needs: 'mode',
    may: 'mode_object self predictor machine help proposal team outreach sent setting',
    period: 'now',
  },
  // Most of these words say something else elsewhere: one of the two must be beyond doubt.
  {
    intent: 'backtest',
    needs: 'reliance predictor|past',
    may: 'trust model past count leave churn bad odds score',
    never: 'overdone stay',
    period: 'may',
  },
  {
    intent: 'backtest',
    needs: 'trust model',
    may: 'predictor past count leave churn bad odds score',
    never: 'setting',
    period: 'may',
  },
  {
    intent: 'edge_cases',
    needs: 'incomplete',
    may: 'overdone evidence count customers bad odd',
    customer: 'may',
    period: 'now',
  },
  { intent: 'alerts', needs: 'alert', may: 'raised count bad about', customer: 'may', period: 'may' },
  { intent: 'gates', needs: 'gate', may: 'passed count stand', period: 'now' },
  { intent: 'report', needs: 'report', may: 'report_ask', period: 'now' },
  { intent: 'digest', needs: 'digest a_week', may: 'away customers moved', period: 'may' },
  { intent: 'digest', needs: 'digest week', may: 'away customers moved', period: 'may' },
  { intent: 'tasks', needs: 'task', may: 'undone team count customers open waits', customer: 'may', period: 'now' },
  { intent: 'waiting', needs: 'proposal waits', may: 'open count undone', customer: 'may', period: 'now' },
  { intent: 'system', needs: 'machine runs', may: 'odd predictor raised health', never: 'customers', period: 'may' },
  { intent: 'status', needs: 'data loaded', may: 'extent count customers', period: 'now' },
  { intent: 'status', needs: 'loaded extent', may: 'data count customers', period: 'now' },

  // What was done, and what came of it ------------------------------------------------------------------------------
  {
    intent: 'outcomes',
    needs: 'outreach|sent result',
    may: 'outreach sent count customers moved why',
    never: 'overdone',
    customer: 'may',
    period: 'may',
  },
  {
    intent: 'outcomes',
    needs: 'outreach sent',
    may: 'result count customers',
    never: 'overdone',
    customer: 'may',
    period: 'may',
  },

  // Groups side by side ---------------------------------------------------------------------------------------------
  {
    intent: 'segments',
    needs: 'compare grouping|size|place',
    may: 'group score health churn nps revenue moved stand bad average count who pay stay leave retention',
    period: 'may',
  },
  {
    intent: 'segments',
    needs: 'compare two_groups',
    may: 'group score health churn nps revenue moved stand average count who pay grouping',
    period: 'may',
  },

  // Measures --------------------------------------------------------------------------------------------------------
  { intent: 'nps', needs: 'nps', may: 'stand survey count score average moved course group customers', period: 'may' },
  {
    intent: 'time_to_value',
    needs: 'first_value how_long',
    may: 'newcomer customers count average moved feature usage adopt',
    period: 'may',
  },
  {
    intent: 'retention',
    needs: 'retention',
    may: 'cohort joined later stay customers count how_long stand',
    period: 'may',
    figures: true,
  },
  {
    intent: 'retention',
    needs: 'cohort',
    may: 'joined later stay customers count compare stand how_long leave',
    period: 'may',
    figures: true,
  },
  {
    intent: 'retention',
    needs: 'stay joined',
    may: 'later customers count newcomer odds',
    period: 'may',
    figures: true,
  },
  {
    intent: 'retention',
    needs: 'stay later',
    may: 'customers count newcomer joined how_long',
    period: 'may',
    figures: true,
  },
  {
    intent: 'revenue',
    needs: 'revenue',
    may: 'pay per_time existing moved course count average customers group',
    customer: 'may',
    period: 'may',
  },
  {
    intent: 'revenue',
    needs: 'pay',
    may: 'per_time existing count average customers group how_long',
    customer: 'may',
    period: 'may',
  },
  {
    intent: 'tickets',
    needs: 'ticket',
    may: 'open urgent request count customers stand average wrong',
    customer: 'may',
    period: 'may',
  },
  { intent: 'tickets', needs: 'open request', may: 'urgent count', customer: 'may', period: 'may' },
  {
    intent: 'adoption',
    needs: 'adopt feature|feature_name',
    may: 'width count customers compare average usage report',
    period: 'may',
    topic: 'feature',
  },
  {
    intent: 'usage',
    needs: 'usage',
    may: 'cadence count customers moved course average adopt compare',
    customer: 'may',
    period: 'may',
  },
  { intent: 'usage', needs: 'adopt cadence', may: 'usage count customers moved', customer: 'may', period: 'may' },
  {
    intent: 'feedback',
    needs: 'says',
    may: 'opinion_kind customers count bad who feature_name ticket report group',
    customer: 'may',
    period: 'may',
    topic: 'about',
  },

  // Scores, and why they are what they are --------------------------------------------------------------------------
  {
    intent: 'why_average',
    needs: 'why moved average|score|customers|group|health',
    may: 'average score customers group health points bad',
    period: 'may',
  },
  {
    intent: 'why_moved',
    needs: 'why moved',
    may: 'score points bad health stand leave',
    customer: 'must',
    period: 'may',
    figures: true,
  },
  {
    intent: 'churn_probability',
    needs: 'odds leave|churn|stay',
    may: 'soon bad count score',
    customer: 'must',
    period: 'now',
  },
  {
    intent: 'why_customer',
    needs: 'why bad',
    may: 'score wrong leave odds attention describe',
    customer: 'must',
    period: 'may',
  },
  { intent: 'why_customer', needs: 'wrong', may: 'score bad why describe', customer: 'must', period: 'may' },
  { intent: 'why_customer', needs: 'why leave|attention', may: 'odds bad score', customer: 'must', period: 'may' },
  {
    intent: 'health_trend',
    needs: 'course score|health|points',
    may: 'average customers moved describe',
    customer: 'may',
    period: 'may',
  },
  { intent: 'health_trend', needs: 'course', may: 'score moved describe', customer: 'must', period: 'may' },
  { intent: 'health_trend', needs: 'score a_long_time', may: 'describe', customer: 'must', period: 'may' },
  { intent: 'health_trend', needs: 'course customers', may: 'average moved', period: 'may' },
  {
    intent: 'at_risk',
    needs: 'leave odds who|customers',
    may: 'bad soon group customers who attention',
    period: 'now',
    figures: true,
  },
  { intent: 'health', needs: 'colour count', may: 'health average customers stand group bad', period: 'may' },
  {
    intent: 'at_risk',
    needs: 'bad who|customers',
    may: 'stand attention why soon group customers who leave wrong odds',
    period: 'now',
    figures: true,
  },
  {
    intent: 'at_risk',
    needs: 'attention who|customers',
    may: 'team bad why soon group customers who leave',
    period: 'now',
    figures: true,
  },
  {
    intent: 'churn_rate',
    needs: 'churn',
    may: 'leave count customers average moved course group stand bad who',
    period: 'may',
  },
  { intent: 'churn_rate', needs: 'leave count|who|customers', may: 'count customers average group who', period: 'may' },
  { intent: 'health', needs: 'health', may: 'average customers stand count colour group score bad', period: 'may' },
  { intent: 'health', needs: 'score average', may: 'customers stand count group', period: 'may' },
  { intent: 'health', needs: 'stand average', may: 'customers colour group count', period: 'now' },
  { intent: 'health', needs: 'stand customers', may: 'average colour group count', period: 'now' },
  {
    intent: 'customer',
    needs: 'describe',
    may: 'score health stand',
    never: 'a_long_time',
    customer: 'must',
    period: 'now',
  },
]
