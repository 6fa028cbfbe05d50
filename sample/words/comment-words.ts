/** Survey comments and exit comments, by what they are about. */
import { features } from '../product.ts'
import type { Random } from '../random.ts'
import type { Cause } from '../story.ts'
import { compose, type Parts, sentenceCase } from './compose.ts'

export const commentTopics = [
  'praise',
  'bug_reliability',
  'performance',
  'billing_price',
  'missing_feature',
  'onboarding_how_to',
  'support_experience',
  'competitor',
  'champion_left',
  'seasonal_pause',
  'other',
] as const
export type CommentTopic = (typeof commentTopics)[number]

const parts: Parts = {
  feature: features.map((feature) => feature.label),
  rival: [
    'another tool',
    'a competitor',
    'the tool our parent company uses',
    'a cheaper alternative',
    'a suite we own',
  ],
  weeks: ['two', 'three', 'several', 'six'],
  wish: [
    'single sign-on',
    'a Gantt view',
    'custom fields',
    'time approval',
    'multi-currency',
    'offline mode',
    'an audit log',
  ],
  share: ['half of the team', 'most of us', 'only two people', 'the office', 'our freelancers'],
  opening: [
    'To be honest:',
    'In short:',
    'For us,',
    'From my side:',
    'Speaking for the team:',
    'After {weeks} months:',
  ],
  sigh: [
    'We said so before.',
    'It used to be different.',
    'A pity.',
    'That is all.',
    'Otherwise I have nothing to add.',
    'Maybe it suits others.',
    'Happy to talk about it.',
    'My colleagues see it the same way.',
  ],
  thanks: ['Thank you!', 'Well done.', 'Carry on like this.', 'My colleagues agree.', 'Would choose it again.'],
  good: ['Great', 'Excellent', 'Lovely', 'Really solid', 'Wonderful'],
}

const comments: Record<CommentTopic, readonly string[]> = {
  praise: [
    '{good} product, {feature} saves us hours every week.',
    'We love {feature}. Keep going!',
    'Easy to use, {share} picked it up in a day.',
    '{feature} is the best I have worked with.',
    'Planning is finally calm. {good} work.',
    'Does exactly what we need and the team enjoys it.',
    '{good} value and reliable; I have recommended it to {weeks} friends.',
    'I look at {feature} every morning, cannot imagine work without it.',
    'Smooth, clear, pleasant. {feature} in particular.',
    'Happy with it. {feature} and good support.',
  ],
  bug_reliability: [
    'Too many bugs in {feature} lately.',
    '{feature} loses data, we no longer trust the numbers.',
    'Something breaks after every update.',
    'Error messages every other day, mostly in {feature}.',
    '{feature} crashed during a client meeting. Not acceptable.',
    'The same bug in {feature} has been open for {weeks} weeks.',
    'Unreliable sync, wrong totals in {feature}.',
  ],
  performance: [
    '{feature} has become slow.',
    'Loading takes too long, {share} gave up waiting.',
    'Sluggish on larger projects, {feature} above all.',
    'Good ideas, but it is slow and times out.',
    'I spend more time watching {feature} load than using it.',
  ],
  billing_price: [
    'Too expensive for what {share} uses.',
    'The price went up and we got nothing for it.',
    'Our budget was cut and we cannot justify the cost.',
    'Paying for seats nobody uses. Pricing should follow use.',
    'Fine product, but the price per seat is hard to defend.',
    'The new plan costs twice as much for {feature}.',
    'Finance wants this line gone from the budget.',
  ],
  missing_feature: [
    'Still no {wish}, after {weeks} requests.',
    'We need {wish} and it is not there.',
    'Without {wish} we keep a spreadsheet beside it.',
    '{feature} lacks {wish}.',
    'Would be a ten with {wish}.',
    'Missing {wish}; our IT asks for it.',
  ],
  onboarding_how_to: [
    'We never really got started, the setup was too much work.',
    'I did not understand how to use {feature}.',
    'Nobody showed us how {feature} works.',
    '{share} never logged in. We would have needed training.',
    'Steep learning curve, the guides did not help.',
    'Never finished the setup of {feature}.',
  ],
  support_experience: [
    'Support takes days to answer.',
    'I waited {weeks} weeks for a reply to my ticket.',
    'Tickets get closed without a solution.',
    'The support agents are friendly but nothing gets resolved.',
    'Had to explain the same problem to {weeks} different agents.',
  ],
  competitor: [
    'We are moving to {rival}.',
    '{rival} does the same and is already in place.',
    'We compared and {rival} was the better fit.',
    'Switching to {rival} next quarter, please help us export the data.',
    'Management chose {rival}.',
  ],
  champion_left: [
    'The colleague who ran this has left and nobody took over.',
    'Our project lead moved on and {share} never learned it.',
    'New management, the person who chose {feature} is gone.',
    'Since our administrator left we do not know who looks after it.',
    'I took this over from a former colleague and have not used it much.',
    'The one who knew {feature} changed jobs {weeks} months ago.',
  ],
  seasonal_pause: [
    'Our season is over, we will be back next year.',
    'We close for the winter, so there is nothing to plan.',
    'Quiet months for us, {share} are on leave until the season starts.',
    'We only need {feature} during the season.',
    'Projects pause until spring.',
    'Off season now; we will look at it again in {weeks} months.',
  ],
  other: [
    'We are restructuring, hard to say.',
    'It is okay.',
    'No strong opinion.',
    'Nothing to add.',
    'Ask me again in {weeks} months.',
    'Neutral.',
    'I filled this in for {share}.',
    'Our company is being merged, we will see.',
  ],
}

export function writeComment(random: Random, topic: CommentTopic): string {
  const opening = random.chance(0.2) ? '{opening} ' : ''
  const closing = random.chance(0.3) ? ` {${topic === 'praise' ? 'thanks' : 'sigh'}}` : ''
  return sentenceCase(compose(random, `${opening}${random.pick(comments[topic])}${closing}`, parts))
}

/** What a customer in trouble talks about, and how a form would file its exit. */
export const voices: Record<Cause, { topics: readonly CommentTopic[]; reasonCode: string }> = {
  never_onboarded: { topics: ['onboarding_how_to'], reasonCode: 'onboarding' },
  product_problems: {
    topics: ['bug_reliability', 'bug_reliability', 'performance', 'support_experience'],
    reasonCode: 'support',
  },
  champion_left: { topics: ['champion_left'], reasonCode: 'champion_left' },
  price: { topics: ['billing_price'], reasonCode: 'pricing' },
  competitor: { topics: ['competitor'], reasonCode: 'competitor' },
  missing_feature: { topics: ['missing_feature'], reasonCode: 'features' },
  seasonal: { topics: ['seasonal_pause'], reasonCode: 'seasonal' },
}
