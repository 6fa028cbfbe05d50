/** What people write to support, by topic. Invented, and meant to read as people write: uneven, some terse, some long. */
import { features } from '../product.ts'
import type { Random } from '../random.ts'
import { compose, type Parts, sentenceCase } from './compose.ts'

export const ticketTopics = [
  'bug_reliability',
  'performance',
  'billing_price',
  'missing_feature',
  'onboarding_how_to',
] as const
export type TicketTopic = (typeof ticketTopics)[number]

const shared: Parts = {
  hello: ['Hi,', 'Hello,', 'Hi team,', 'Hey,', 'Good morning,', '', '', ''],
  feature: features.map((feature) => feature.label),
  since: ['since yesterday', 'since Monday', 'since the last update', 'for a week now', 'again today', 'all morning'],
  browser: ['Chrome', 'Safari', 'Firefox', 'Edge'],
  team: ['the whole team', 'two of my colleagues', 'everyone here', 'our contractors', 'the Berlin office', 'my boss'],
  number: ['2', '3', '5', '12', '20', '40'],
  thing: ['project', 'task', 'client', 'report', 'time entry', 'booking'],
  things: ['projects', 'tasks', 'clients', 'reports', 'time entries', 'bookings'],
  bye: ['Thanks.', 'Thank you!', 'Please advise.', 'Many thanks', '', '', ''],
}

interface Vocabulary {
  subjects: readonly string[]
  bodies: readonly string[]
  parts: Parts
}

const vocabularies: Record<TicketTopic, Vocabulary> = {
  bug_reliability: {
    subjects: [
      '{Symptom} in {feature}',
      '{feature} is broken',
      'Error when saving a {thing}',
      'Lost {things}',
      '{things} not syncing',
      'Blank page on {feature}',
      '{feature} stopped working',
    ],
    bodies: [
      '{hello} {problem} {since}. {impact} {bye}',
      '{hello} {problem}. {tried} {impact}',
      '{problem}. {again} {bye}',
      '{hello} {since} {problem}. {tried} {bye}',
    ],
    parts: {
      Symptom: ['Error', 'Crash', 'Wrong totals', 'Duplicate entries', 'Missing {things}', 'Error 500'],
      problem: [
        'when I save a {thing} I get an error and the changes are gone',
        '{feature} shows a blank page',
        'the totals in {feature} do not match what we entered',
        'our {things} appear twice in {feature}',
        '{feature} crashes as soon as I open the second tab',
        'notifications for {things} are not being sent',
        'the sync failed and {number} {things} disappeared',
        '{feature} keeps logging {team} out',
        'the export from {feature} is corrupted, the file does not open',
        'dragging a {thing} puts it on the wrong day',
      ],
      tried: [
        'I tried {browser} and cleared the cache, same result.',
        'It happens in {browser} too.',
        'Reloading does not help.',
        'Logging out and in fixes it for an hour, then it breaks again.',
        '',
      ],
      impact: [
        'This is blocking {team}.',
        'We had to redo {number} {things} by hand.',
        'A client noticed it before we did, which is embarrassing.',
        'Please fix this, we cannot rely on it like this.',
        'Not urgent but annoying.',
        '',
      ],
      again: [
        'This is the third bug this month.',
        'I reported the same defect before and it was marked as fixed.',
        'Can you look into it?',
        'Is this a known issue?',
      ],
    },
  },
  performance: {
    subjects: [
      '{feature} very slow',
      'Slow loading',
      'Timeouts on {feature}',
      'Page takes forever to load',
      'Performance of {feature}',
    ],
    bodies: [
      '{hello} {problem} {since}. {detail} {bye}',
      '{problem}. {detail} {impact}',
      '{hello} {detail} {problem}. {bye}',
    ],
    parts: {
      problem: [
        '{feature} takes {number} seconds to load',
        'opening a {thing} is painfully slow',
        'searching {things} times out',
        'scrolling in {feature} lags so much that it is hardly usable',
        'everything has been sluggish',
        'the page with our {things} hangs before it shows anything',
      ],
      detail: [
        'We have about {number}00 {things}.',
        'Our connection is fine, other sites load quickly.',
        'It is worst in the mornings when {team} is online.',
        'It used to be fast.',
        'The mobile app is just as slow.',
        '',
      ],
      impact: [
        'People stop logging their hours because of the waiting.',
        'Can you speed it up?',
        'Is there an outage?',
        '',
      ],
    },
  },
  billing_price: {
    subjects: [
      'Question about our invoice',
      'Wrong amount charged',
      'Change of billing details',
      'Seats on our invoice',
      'Price increase',
      'Refund',
      'Downgrade our plan',
    ],
    bodies: ['{hello} {problem}. {ask} {bye}', '{hello} {ask} {problem}. {bye}', '{problem}. {bye}'],
    parts: {
      problem: [
        'we were charged for {number} seats more than we use',
        'the last invoice is higher than what we agreed',
        'our budget was cut and the subscription costs more than we can justify',
        'the VAT number on the invoice is wrong',
        'we were billed twice this month',
        'the renewal price went up and nobody told us',
        'our card expired and the payment did not go through',
        'we pay for {number} licences that nobody uses',
      ],
      ask: [
        'Can you send a corrected invoice?',
        'Is there a discount for paying yearly?',
        'Could we move to a cheaper plan?',
        'Please refund the difference.',
        'Whom do I talk to about pricing?',
        '',
      ],
    },
  },
  missing_feature: {
    subjects: ['Feature request: {wish}', 'Is {wish} possible?', 'We need {wish}', 'Request', 'Missing: {wish}'],
    bodies: [
      '{hello} we would need {wish}. {why} {bye}',
      '{hello} is there any plan to add {wish}? {why}',
      'It would help us a lot if {feature} supported {wish}. {why} {bye}',
      'I was surprised not to find {wish}. {why}',
    ],
    parts: {
      wish: [
        'single sign-on',
        'recurring {things}',
        'a Gantt view with dependencies',
        'approval of time entries',
        'custom fields on a {thing}',
        'multi-currency rates',
        'offline mode',
        'an audit log',
        'bulk editing of {things}',
        'guest access for freelancers',
        'a two-way calendar sync',
        'dark mode',
      ],
      why: [
        'At the moment we keep a spreadsheet beside it.',
        'Without it {team} cannot move over.',
        'Our IT department asks for it.',
        'We asked for this in spring already.',
        'Is it on the roadmap?',
        'Other products have that.',
        '',
      ],
    },
  },
  onboarding_how_to: {
    subjects: [
      'How do I {task}?',
      'Question about {feature}',
      'Help with setting up {feature}',
      'Where can I {task}?',
      'Training for new colleagues',
    ],
    bodies: [
      '{hello} how can I {task}? {context} {bye}',
      '{hello} I would like to {task} but I cannot find where. {context}',
      'Could you show me how to {task}? {context} {bye}',
      '{hello} {context} What is the best way to {task}?',
    ],
    parts: {
      task: [
        'import our {things} from a spreadsheet',
        'invite {team}',
        'set up {feature}',
        'change the owner of a {thing}',
        'connect our calendar',
        'give a client access to one {thing} only',
        'archive old {things}',
        'set working hours for part-time people',
        'rename a {thing} template',
        'see who changed a {thing}',
      ],
      context: [
        'We are just getting started.',
        'I looked through the guide and got lost.',
        'A new colleague joins next week.',
        'Is there a video or a short guide?',
        'The person who set this up is on leave.',
        '',
      ],
    },
  },
}

const matters = ['feature', 'thing', 'things', 'team', 'wish', 'task']

/** A subject and a body about `topic`; several thousand different ones each. */
export function writeTicket(random: Random, topic: TicketTopic): { subject: string; body: string } {
  const { subjects, bodies, parts } = vocabularies[topic]
  const all: Parts = { ...shared, ...parts }
  // Subject and body speak of the same thing.
  const told: Parts = {
    ...all,
    ...Object.fromEntries(matters.filter((name) => all[name]).map((name) => [name, [random.pick(all[name] ?? [])]])),
  }
  return {
    subject: sentenceCase(compose(random, random.pick(subjects), told)),
    body: sentenceCase(compose(random, random.pick(bodies), told)),
  }
}
