/** The report's words for stored values, and the glossary a newcomer needs. */
import { DateTime } from 'luxon'

const statusLabels: Record<string, string> = {
  healthy: 'Healthy',
  at_risk: 'At risk',
  critical: 'Critical',
  churned: 'Churned',
  trial: 'On trial',
  no_data: 'Not enough data',
}

const proposalStatusLabels: Record<string, string> = {
  waiting: 'Waiting for a decision',
  approved: 'Approved',
  rejected: 'Rejected',
  superseded: 'Replaced by a newer proposal',
  expired: 'Expired',
  executing: 'Being carried out',
  done: 'Carried out',
  parked: 'Parked for a person',
}

const kindLabels: Record<string, string> = {
  message: 'Message',
  task: 'Task',
  offer: 'Offer',
  escalation: 'Escalation',
  setting: 'Setting',
}

const decisionLabels: Record<string, string> = {
  approve: 'Approved',
  reject: 'Rejected',
  modify: 'Changed',
  escalate: 'Passed to the Chairman',
  monitor: 'Put under watch',
}

const originLabels: Record<string, string> = {
  survey_comment: 'a survey answer',
  exit_reason: 'a reason for leaving',
  ticket: 'a support ticket',
  other: 'feedback',
}

const asWords = (value: string) => value.replaceAll('_', ' ')

export const statusLabel = (status: string): string => statusLabels[status] ?? asWords(status)
export const proposalStatusLabel = (status: string): string => proposalStatusLabels[status] ?? asWords(status)
export const kindLabel = (kind: string): string => kindLabels[kind] ?? asWords(kind)
export const decisionLabel = (decision: string): string => decisionLabels[decision] ?? asWords(decision)
export const originLabel = (origin: string): string => originLabels[origin] ?? asWords(origin)

/** `31 December 2024` */
export function longDay(day: string): string {
  return DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-US').toFormat('d LLLL yyyy')
}

/** `31 Dec` with the year where it matters to the reader. */
export function shortDay(day: string, withYear = false): string {
  return DateTime.fromISO(day, { zone: 'utc' })
    .setLocale('en-US')
    .toFormat(withYear ? 'd LLL yyyy' : 'd LLL')
}

/** `31 December 2024, 14:05` in the venture's time zone, with the zone named. */
export function instant(iso: string, timeZone: string): string {
  const at = DateTime.fromISO(iso, { zone: timeZone })
  return `${at.setLocale('en-US').toFormat('d LLLL yyyy, HH:mm')} (${timeZone})`
}

export const glossary = [
  { word: 'Customer', meaning: 'An account that pays the company. It can have many users.' },
  {
    word: 'Health score',
    meaning:
      'A number from 0 (worst) to 100 (best) for one customer on one day: how recently its people signed in, how many support tickets are open, and how much of the product it uses.',
  },
  {
    word: 'At risk, critical',
    meaning:
      'Customers whose health score is below the threshold for healthy. Critical is the lower of the two bands: those need a person soon.',
  },
  { word: 'Churn', meaning: 'A customer leaving. The churn rate is the share of customers that left in a period.' },
  {
    word: 'Churn probability',
    meaning:
      'The share of similar customers (same health band and age) that left, in this company’s own history, drawn a little towards the share of all. It is an estimate, not a promise about one customer.',
  },
  { word: 'MRR', meaning: 'Monthly recurring revenue: what the active paid subscriptions bring in a month.' },
  {
    word: 'NRR',
    meaning:
      'Net revenue retention: of the revenue from customers who were here at the start of a period, how much they bring at its end. Above 100 % means that they grew by more than was lost.',
  },
  {
    word: 'NPS',
    meaning:
      'Net promoter score, from −100 to 100: the per cent of answers that recommend the product (9–10) less the per cent that do not (0–6).',
  },
  { word: 'Cohort', meaning: 'The customers who started in the same month, followed together over time.' },
  {
    word: 'Proposal',
    meaning:
      'An action that software suggests, with its reason. It waits until a person decides, unless the rules allow more.',
  },
  {
    word: 'Receipt',
    meaning:
      'The record behind a number: which calculation, with which inputs, on what day, over how many rows. It can be run again, and says whether the number still holds.',
  },
  { word: 'No data', meaning: 'Nothing was recorded from which to calculate. It is not the same as zero.' },
] as const
