/** Support tickets of one customer: how often, about what, how long they stay open, what people write in them. */
import { type Day, isoInstant } from './calendar.ts'
import type { CsvFile } from './csv-file.ts'
import type { Random } from './random.ts'
import { type Cause, moodOn, type Story } from './story.ts'
import type { SimulatedUser } from './usage.ts'
import { type TicketTopic, writeTicket } from './words/ticket-words.ts'

export const ticketHeader =
  'external_id,customer,user,opened_at,closed_at,status,priority,is_escalated,first_response_minutes,satisfaction_score,subject,body'.split(
    ',',
  )

const calm: Record<TicketTopic, number> = {
  bug_reliability: 4,
  performance: 1,
  billing_price: 2,
  missing_feature: 2,
  onboarding_how_to: 3,
}

/** Tickets a month at full depth of a cause, what they are about, and how many days the answer then takes. */
const troubles: Record<Cause, { aMonth: number; topics: Partial<Record<TicketTopic, number>>; daysOpen: number }> = {
  never_onboarded: { aMonth: 0.3, topics: { onboarding_how_to: 1 }, daysOpen: 4 },
  product_problems: { aMonth: 2.6, topics: { bug_reliability: 5, performance: 3 }, daysOpen: 24 },
  champion_left: { aMonth: 0.1, topics: { onboarding_how_to: 1 }, daysOpen: 4 },
  price: { aMonth: 0.5, topics: { billing_price: 1 }, daysOpen: 7 },
  competitor: { aMonth: 0.15, topics: { onboarding_how_to: 1, missing_feature: 1 }, daysOpen: 5 },
  missing_feature: { aMonth: 0.9, topics: { missing_feature: 5, onboarding_how_to: 1 }, daysOpen: 30 },
  seasonal: { aMonth: 0.02, topics: { billing_price: 1 }, daysOpen: 4 },
}

const calmTicketsAMonth = 0.14
const calmDaysOpen = 5

export function simulateTickets(
  random: Random,
  customer: { externalId: string; story: Story; users: readonly SimulatedUser[]; seats: number },
  lastDay: Day,
  file: CsvFile,
): void {
  const { externalId, story, users, seats } = customer
  const size = Math.min(3, 0.7 + Math.sqrt(seats) / 9)
  const end = story.churnedOn ?? (story.converts ? lastDay + 1 : Math.min(lastDay + 1, story.paidFrom))
  for (let day = story.signupOn; day < end; day++) {
    const { cause, depth, happiness } = moodOn(story, day)
    const trouble = cause ? troubles[cause] : null
    const extra = trouble ? trouble.aMonth * Math.min(1, depth * 2) : 0
    const curious = story.quirk === 'eager_asker' ? 1.1 : day - story.signupOn < 21 ? 0.2 : 0
    const calmRate = cause === 'champion_left' || cause === 'seasonal' ? 0 : calmTicketsAMonth + curious
    const rate = (calmRate + extra) * size
    if (!random.chance(rate / 30)) continue

    const fromTrouble = trouble !== null && random.chance(extra / (calmRate + extra))
    const topic = fromTrouble
      ? (random.weighted(trouble.topics as Record<string, number>) as TicketTopic)
      : story.quirk === 'eager_asker' || day - story.signupOn < 21
        ? 'onboarding_how_to'
        : random.weighted(calm)
    const openedAt = day + random.between(0.3, 0.8)
    const present = users.filter((user) => user.createdAt < openedAt)
    if (present.length === 0) continue
    const daysOpen = random.logNormal(fromTrouble ? trouble.daysOpen : calmDaysOpen, 0.8)
    const urgency = (fromTrouble ? depth : 0) + random.between(0, 0.8)
    const responseMinutes = Math.round(random.logNormal(fromTrouble ? 260 : 75, 0.9))
    const closedAt = Math.max(openedAt + daysOpen, openedAt + (responseMinutes + 5) / 1440)
    const isClosed = closedAt < lastDay + 1
    const isAnswered = openedAt + responseMinutes / 1440 < lastDay + 1
    const rating = Math.round(Math.min(5, Math.max(1, random.normal(4.5 + happiness / 2 - daysOpen / 30, 0.7))))
    const { subject, body } = writeTicket(random, topic)
    file.add([
      `T${file.rowCount + 1}`,
      externalId,
      random.pick(present).externalId,
      isoInstant(openedAt),
      isClosed ? isoInstant(closedAt) : null,
      isClosed ? 'closed' : random.chance(0.3) ? 'pending' : 'open',
      urgency > 1.3 ? 'urgent' : urgency > 0.75 ? 'high' : urgency > 0.25 ? 'medium' : 'low',
      fromTrouble && depth > 0.4 && random.chance(0.25),
      isAnswered ? responseMinutes : null,
      isClosed && random.chance(0.4) ? rating : null,
      subject,
      body,
    ])
  }
}
