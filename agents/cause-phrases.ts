/**
 * The offline writer's words for each cause, for the team: a name for it, and ways to say what shows it. Sentences name
 * facts by key (see `phrases.ts`); of those whose facts are all there, one comes up at each customer's turn.
 */
import type { CauseCode } from './causes.ts'

interface CausePhrases {
  /** Completes "the main reason is …". */
  label: string
  /** Sentences. */
  why: readonly string[]
  /** Clauses, for the second and third reason. */
  besides: readonly string[]
}

export const causePhrases: Record<CauseCode, CausePhrases> = {
  tickets_escalated: {
    label: 'an escalated support ticket',
    why: [
      '{escalated_tickets|escalated support ticket is|escalated support tickets are} open.',
      'Support is where it hurts: {escalated_tickets|ticket was|tickets were} escalated and still open.',
      'Their patience with support is gone, with {escalated_tickets|escalated ticket|escalated tickets} unresolved.',
    ],
    besides: ['{escalated_tickets|escalated ticket is|escalated tickets are} open'],
  },
  never_onboarded: {
    label: 'a start that never happened',
    why: [
      'They signed up on {signed_up_on} and have not started to use what they pay for.',
      'The product was never put to use in the {days_since_signup} since they signed up.',
      'Since they joined on {signed_up_on} the first real step has not been taken.',
    ],
    besides: ['the product was never put to use'],
  },
  champion_left: {
    label: 'the loss of the person who drove its use',
    why: [
      'They write (on {words_on}) that the person who drove its use has moved on.',
      'Whoever looked after it there has left, as they wrote on {words_on}.',
    ],
    besides: ['the person who drove its use has moved on'],
  },
  champion_inactive: {
    label: 'the silence of its main user',
    why: [
      'The person who used it most has not been seen for {champion_idle_days}, while others still come.',
      'Its main user there went quiet {champion_idle_days} ago.',
      'Others still sign in, yet the main user has been away for {champion_idle_days}.',
    ],
    besides: ['the main user has been away for {champion_idle_days}'],
  },
  competitor: {
    label: 'a rival product',
    why: [
      'They are looking at another product, as they wrote on {words_on}.',
      'On {words_on} they wrote about another product; {arr} a year is at stake.',
    ],
    besides: ['they compare us with another product'],
  },
  price: {
    label: 'the price',
    why: [
      'The price is their topic: they wrote about it on {words_on} and pay {mrr} a month.',
      'They doubt that it is worth {mrr} a month, as they wrote on {words_on}.',
    ],
    besides: ['they write about the price'],
  },
  product_problems: {
    label: 'trouble with the product',
    why: [
      'The product gives them trouble; they wrote so on {words_on}.',
      'Faults or slowness get in their way, by what they wrote on {words_on}.',
    ],
    besides: ['they report trouble with the product'],
  },
  missing_feature: {
    label: 'something the product lacks',
    why: [
      'They need something that the product does not do, and said so on {words_on}.',
      'What they asked for on {words_on} is not there.',
    ],
    besides: ['they ask for something that is not there'],
  },
  support_experience: {
    label: 'how support treated them',
    why: ['They are not content with our support, as they wrote on {words_on}.'],
    besides: ['they are not content with our support'],
  },
  tickets_unresolved: {
    label: 'waiting for support',
    why: [
      '{open_tickets|support ticket waits|support tickets wait} for us, the oldest for {oldest_ticket_days}.',
      'We owe them answers: {open_tickets|ticket is|tickets are} open, the oldest for {oldest_ticket_days}.',
      'Support has kept them waiting for {oldest_ticket_days}, with {open_tickets|ticket|tickets} open.',
      '{open_tickets|support ticket is|support tickets are} open.',
    ],
    besides: ['{open_tickets|support ticket is|support tickets are} open'],
  },
  seasonal_pause: {
    label: 'a pause for the season',
    why: ['They wrote on {words_on} that they pause for the season.'],
    besides: ['they pause for the season'],
  },
  unhappy_answer: {
    label: 'an unhappy survey answer',
    why: [
      'Asked whether they would recommend us, they gave {last_nps_score} on {last_nps_on}.',
      'Their survey answer of {last_nps_on} was {last_nps_score}.',
    ],
    besides: ['their latest survey answer was {last_nps_score}'],
  },
  inactive: {
    label: 'silence',
    why: [
      'Nobody there has been active for {days_since_active}.',
      'It has been quiet for {days_since_active}.',
      'The last sign of life came {days_since_active} ago.',
      'Their people have stayed away for {days_since_active}.',
    ],
    besides: ['nobody has been active for {days_since_active}'],
  },
  usage_fading: {
    label: 'fading use',
    why: [
      'Use is fading: {uses_last_28|use|uses} of features in the latest weeks, after {uses_before_28} in the weeks before.',
      'They do less and less with the product, {uses_last_28|use|uses} of features against {uses_before_28} before.',
      'People still come and do far less, {uses_last_28|use|uses} of features lately and {uses_before_28} before.',
      'Use has stopped: after {uses_before_28|use|uses} of features in the weeks before there was none lately.',
    ],
    besides: ['use fell from {uses_before_28} to {uses_last_28} in as many weeks'],
  },
  payment_overdue: {
    label: 'unpaid invoices',
    why: [
      '{overdue_invoices|invoice is|invoices are} overdue, {overdue_amount} in all.',
      'They are late with paying: {overdue_amount} is overdue.',
    ],
    besides: ['{overdue_amount} is overdue'],
  },
  needs_help: {
    label: 'questions about how to use it',
    why: ['They asked for help with using it on {words_on}.'],
    besides: ['they ask how to use it'],
  },
  low_adoption: {
    label: 'narrow use',
    why: [
      'They use little of the product: {features_used|feature|features} in the latest months.',
      'Only {features_used|feature is|features are} in use there.',
      'Hardly anything of the product is in use there.',
    ],
    besides: ['only {features_used|feature is|features are} in use', 'hardly anything of it is in use'],
  },
  renewal_soon: {
    label: 'the coming renewal',
    why: ['The contract renews on {renews_on}.', 'Their renewal is {renewal_in_days} away.'],
    besides: ['the contract renews on {renews_on}'],
  },
}
