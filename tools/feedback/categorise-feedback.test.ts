import { describe, expect, it } from 'vitest'
import { Random } from '../../sample/random.ts'
import { commentTopics, writeComment } from '../../sample/words/comment-words.ts'
import { ticketTopics, writeTicket } from '../../sample/words/ticket-words.ts'
import { categoriseFeedback, type FeedbackCategory } from './categorise-feedback.ts'

describe('the category of a text', () => {
  it.each<[string, FeedbackCategory]>([
    ['We simply cannot afford it any longer.', 'billing_price'],
    ['You charged our old credit card, please issue a refund', 'billing_price'],
    ['It would be good to have SAML, is it on your roadmap?', 'missing_feature'],
    ['App keeps crashing on my phone, third error today', 'bug_reliability'],
    ['Dashboards take ages, requests time out and the page freezes', 'performance'],
    ['How do I invite a contractor? The documentation is confusing', 'onboarding_how_to'],
    ['Nobody from the helpdesk ever responded', 'support_experience'],
    ['We switched to an alternative our sister company uses', 'competitor'],
    ['Our administrator resigned and there was no handover', 'champion_left'],
    ['Closed until the summer season', 'seasonal_pause'],
    ['Fantastic, intuitive, my crew loves it', 'praise'],
    ['ok', 'other'],
    ['', 'other'],
  ])('%s → %s', (text, category) => {
    expect(categoriseFeedback(text)).toBe(category)
  })

  it('agrees with what the simulated customers meant, at least nine times in ten', () => {
    const random = new Random(20261030)
    const texts = [
      ...commentTopics.flatMap((topic) => Array.from({ length: 100 }, () => [topic, writeComment(random, topic)])),
      ...ticketTopics.flatMap((topic) => Array.from({ length: 100 }, () => [topic, writeTicket(random, topic).body])),
    ]
    const right = texts.filter(([topic, text]) => categoriseFeedback(text ?? '') === topic).length
    expect(right / texts.length).toBeGreaterThan(0.9)
  })
})
