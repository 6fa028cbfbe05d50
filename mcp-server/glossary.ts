/** The words of this house, for an assistant that has to use them as they are meant here. */
import { glossary as reportWords } from '../tools/report/words.ts'

const furtherWords = [
  {
    word: 'Health status',
    meaning: 'Healthy, at risk or critical by the health score; churned, on trial, or not enough data.',
  },
  {
    word: 'Churned',
    meaning:
      'By subscriptions where they are recorded: had a paid one, none active for 30 days. Else by an explicit event, else by inactivity. The setting churn_definition says which.',
  },
  { word: 'GRR', meaning: 'Gross revenue retention: NRR without the growth of any customer.' },
  { word: 'ARR', meaning: 'Annual recurring revenue: twelve times MRR.' },
  {
    word: 'Expected loss',
    meaning: 'ARR times churn probability: by it customers and proposals are ranked.',
  },
  { word: 'DAU, WAU, MAU', meaning: 'Users active on a day, in a week, in a month. Stickiness is DAU divided by MAU.' },
  { word: 'Adoption', meaning: 'Of a feature: customers that used it in 30 days, of all active customers.' },
  { word: 'Time to value', meaning: 'Days from a customer’s start to the first use of a core feature.' },
  {
    word: 'Waterfall',
    meaning:
      'The change of a score between two days, split exactly: settings, missing data, late data, time passing, then engagement, support and value.',
  },
  {
    word: 'Recovery',
    meaning: 'An at-risk or critical customer reaches a better status within 30 days of outreach, and keeps it for 7.',
  },
  {
    word: 'Decision',
    meaning: 'A person’s answer to a proposal, with a reason, once: approve, reject, modify, escalate or monitor.',
  },
  {
    word: 'Mode',
    meaning: 'Manual, Assisted or Auto for a kind of action: what needs a person before it is carried out.',
  },
  { word: 'Touch', meaning: 'One message or task for a customer. It leaves through the outbox, once.' },
  {
    word: 'Ledger',
    meaning: 'The log of proposals, decisions, effects and reads of personal data; a changed row shows.',
  },
  { word: 'As of', meaning: 'The day a result is true for. A day is a UTC day; any past day can be computed again.' },
  { word: 'Known at', meaning: 'The newest batch of data a result rests on: what was known when it was computed.' },
  { word: 'Gate', meaning: 'What must hold to enter or leave this stage: pass, fail, or not enough data.' },
] as const

export function glossaryText(): string {
  return [
    '# Glossary',
    ...[...reportWords, ...furtherWords].map(({ word, meaning }) => `**${word}**: ${meaning}`),
  ].join('\n\n')
}
