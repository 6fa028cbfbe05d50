/** Logins and feature use of one customer: habits of its users, their weeks, seasons, first steps and discoveries. */
import { type Day, isoDay, season, weekday } from './calendar.ts'
import type { Company } from './company.ts'
import type { CsvFile } from './csv-file.ts'
import { features, plans } from './product.ts'
import type { Random } from './random.ts'
import { type Mood, moodOn, type Story } from './story.ts'

export interface SimulatedUser {
  externalId: string
  isChampion: boolean
  /** Days with a fraction, as `isoInstant` takes them. */
  createdAt: number
  /** Chance of a login on an ordinary working day. */
  habit: number
  /** Hour of the working day around which this user logs in, local time. */
  usualHour: number
}

const onboardingDays = 14

/** Features in the order this customer discovers them, and how long it takes from one to the next. */
interface Discovery {
  order: readonly (typeof features)[number][]
  most: number
  daysEach: number
}

/**
 * Adds a login row for each user and day with one, and a row for each user, day and feature with its quantity.
 * Nothing before the user exists, after the subscription ended, or after `lastDay`.
 */
export function simulateUsage(
  random: Random,
  customer: { company: Company; story: Story; users: readonly SimulatedUser[] },
  lastDay: Day,
  file: CsvFile,
): void {
  const { company, story, users } = customer
  const discovery = discoveryOf(random, story)
  for (let day = story.signupOn; day <= lastDay; day++) {
    if (isAway(story, day)) continue
    const mood = moodOn(story, day)
    const weekend = weekday(day) === 0 || weekday(day) === 6 ? company.weekendShare : 1
    const climate = weekend * season(day, company.southern) * mood.activity * quirkActivity(story, day)
    const known = knownFeatures(discovery, story, day, mood)
    for (const user of users) {
      if (user.createdAt >= day + 1) continue
      const present = user.habit * climate * (user.isChampion ? championPresence(mood) : 1)
      const eager = day - Math.floor(user.createdAt) < onboardingDays ? 1.5 : 1
      if (!random.chance(Math.min(0.95, present * eager))) continue
      const localHour = Math.min(22, Math.max(6, random.normal(user.usualHour, 1.4)))
      const at = day + (localHour - company.utcOffsetHours) / 24
      // Far from Greenwich a local day reaches into the next or the last UTC day.
      if (at <= user.createdAt || at >= lastDay + 1 || isAway(story, Math.floor(at))) continue
      addLogin(random, file, user, at)
      addFeatureUse(random, file, user, at, known)
    }
    if (story.quirk === 'api_first') addMachineUse(random, file, users, day)
  }
}

/** Between the end of the subscription and a return there is no access. */
function isAway(story: Story, day: Day): boolean {
  if (day < story.signupOn) return true
  if (!story.converts) return day >= story.paidFrom
  return story.churnedOn !== null && day >= story.churnedOn && (story.returnedOn === null || day < story.returnedOn)
}

function quirkActivity(story: Story, day: Day): number {
  if (story.quirk === 'month_end') {
    const dayOfMonth = Number(isoDay(day).slice(8))
    return dayOfMonth >= 26 || dayOfMonth <= 3 ? 1.8 : 0.06
  }
  if (story.quirk === 'long_holiday' && day >= story.holidayFrom && day < story.holidayFrom + 24) return 0.02
  return story.quirk === 'api_first' ? 0.15 : 1
}

/** When the champion has left, the account is dark from the second week of it. */
function championPresence(mood: Mood): number {
  return mood.cause === 'champion_left' && mood.depth > 0.12 ? 0 : 1
}

function discoveryOf(random: Random, story: Story): Discovery {
  const [least, most] = plans[story.plan].breadth
  const core = random.shuffled(features.slice(0, 3))
  const rest = random.shuffled(features.slice(3))
  // Most teams begin with the core; one in six skips a part of it for good.
  const order = random.chance(0.17) ? [...core.slice(1), ...rest] : [...core, ...rest]
  return { order, most: random.whole(least, most), daysEach: random.logNormal(16, 0.5) }
}

function knownFeatures(discovery: Discovery, story: Story, day: Day, mood: Mood): Discovery['order'] {
  const found = 2 + Math.floor((day - story.signupOn) / discovery.daysEach)
  return discovery.order.slice(0, Math.max(1, Math.round(Math.min(discovery.most, found) * mood.breadth)))
}

/** Written by hand rather than cell by cell, for there are several hundred thousand. Event ids count up within the file. */
function addRow(file: CsvFile, userId: string, at: number, kindAndFeature: string, quantity: number, seconds = '') {
  const day = Math.floor(at)
  const minutes = Math.floor((at - day) * 1440)
  const hour = Math.floor(minutes / 60)
  const minute = minutes % 60
  const clock = `${hour < 10 ? '0' : ''}${hour}:${minute < 10 ? '0' : ''}${minute}`
  file.addPlain(
    `E${file.rowCount + 1},${userId},${isoDay(day)}T${clock}:59Z,${kindAndFeature},${quantity},${seconds}\n`,
  )
}

function addLogin(random: Random, file: CsvFile, user: SimulatedUser, at: number): void {
  addRow(file, user.externalId, at, 'login,', 1, random.logNormal(1500, 0.8).toFixed(0))
}

function addFeatureUse(
  random: Random,
  file: CsvFile,
  user: SimulatedUser,
  at: number,
  known: Discovery['order'],
): void {
  const kinds = random.chance(0.5) ? 0 : random.chance(0.8) ? 1 : 2
  const weightOf = (feature: (typeof features)[number]) => feature.weight + 2
  const total = known.reduce((sum, feature) => sum + weightOf(feature), 0)
  let last = ''
  for (let count = 0; count < kinds; count++) {
    let rest = random.next() * total
    const feature = known.find((candidate) => {
      rest -= weightOf(candidate)
      return rest < 0
    })
    if (!feature || feature.name === last) continue
    last = feature.name
    const quantity = 1 + Math.floor(random.waiting(4))
    addRow(file, user.externalId, at, `feature,${feature.name}`, quantity)
  }
}

/** A customer that works through the API: busy every day, though hardly anybody logs in. */
function addMachineUse(random: Random, file: CsvFile, users: readonly SimulatedUser[], day: Day): void {
  const owner = users[0]
  const at = day + 0.15
  if (!owner || owner.createdAt >= at || random.chance(0.05)) return
  addRow(file, owner.externalId, at, 'feature,api', random.whole(40, 400))
}
