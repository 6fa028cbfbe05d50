/** What customers say when asked: the survey every 90 days, and the reason they give when they leave. */
import { type Day, isoDay, isoInstant } from './calendar.ts'
import type { CsvFile } from './csv-file.ts'
import type { Random } from './random.ts'
import { type Mood, moodOn, type Story } from './story.ts'
import type { SimulatedUser } from './usage.ts'
import { type CommentTopic, commentTopics, voices, writeComment } from './words/comment-words.ts'

export const surveyHeader = 'external_id,customer,user,kind,sent_at,answered_at,score,comment'.split(',')
export const churnEventHeader = 'external_id,customer,churned_on,reason_code,is_reactivation,comment'.split(',')

const daysBetweenSurveys = 90
const mostAsked = 3

export function simulateSurveys(
  random: Random,
  customer: { externalId: string; story: Story; users: readonly SimulatedUser[] },
  lastDay: Day,
  file: CsvFile,
): void {
  const { externalId, story, users } = customer
  if (!story.converts) return
  users.slice(0, mostAsked).forEach((user) => {
    const personal = random.normal(0, 0.8)
    for (let day = Math.floor(user.createdAt) + 30; day <= lastDay; day += daysBetweenSurveys) {
      if (story.churnedOn !== null && day >= story.churnedOn) return
      const mood = moodOn(story, day)
      const sentAt = day + 0.375
      const answeredAt = sentAt + random.logNormal(1.2, 0.9)
      // Who no longer logs in seldom answers, and of the others a little more than a third do.
      const gone = user.isChampion && mood.cause === 'champion_left' && mood.depth > 0.12
      const answers = !gone && random.chance(0.12 + 0.28 * mood.activity) && answeredAt < lastDay + 1
      const score = Math.max(
        0,
        Math.min(10, Math.round(story.temper + personal + mood.happiness + random.normal(0, 0.7))),
      )
      const speaks = answers && random.chance(score <= 6 || score === 10 ? 0.6 : 0.35)
      file.add([
        `N${file.rowCount + 1}`,
        externalId,
        user.externalId,
        'nps',
        isoInstant(sentAt),
        answers ? isoInstant(answeredAt) : null,
        answers ? score : null,
        speaks ? writeComment(random, topicOf(random, mood, score)) : null,
      ])
    }
  })
}

function topicOf(random: Random, mood: Mood, score: number): CommentTopic {
  if (mood.cause && mood.depth > 0.15 && random.chance(0.85)) return random.pick(voices[mood.cause].topics)
  if (score >= 9) return 'praise'
  if (score >= 7) return random.weighted({ praise: 4, missing_feature: 3, performance: 1, other: 2 })
  return random.pick(commentTopics.filter((topic) => topic !== 'praise' && topic !== 'competitor'))
}

export function simulateChurnEvents(
  random: Random,
  customer: { externalId: string; story: Story },
  file: CsvFile,
): void {
  const { externalId, story } = customer
  if (story.churnedOn === null || story.churnCause === null) return
  const { reasonCode, topics } = voices[story.churnCause]
  // People are polite or in a hurry: one exit in eight has no reason, one in twelve names the price instead.
  const reason = random.weighted({ true: 0.79, none: 0.125, polite: 0.085 })
  const said = reason === 'true' ? reasonCode : reason === 'polite' ? 'pricing' : null
  const topic = reason === 'polite' ? 'billing_price' : random.pick(topics)
  const comment = reason !== 'none' && random.chance(0.7) ? writeComment(random, topic) : null
  file.add([`X${file.rowCount + 1}`, externalId, isoDay(story.churnedOn), said, false, comment])
  if (story.returnedOn !== null) {
    file.add([`X${file.rowCount + 1}`, externalId, isoDay(story.returnedOn), null, true, null])
  }
}
