/**
 * Questions of people from whom nothing was learned (`evals/questions/*.yaml`): how many are understood, with their customer, their
 * days and their topic, and that none is taken for another.
 */
import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import type { TestVenture } from '../../db/test-database.ts'
import { bearings, type IntentName, intentNames } from './meaning/meanings.ts'
import { listeningDay, namedVenture } from './named-venture.fixture.ts'
import { periodIn } from './period.ts'
import { type Asked, type Listener, understand } from './understand.ts'

const questions = z.array(
  z.object({
    intent: z.enum([...intentNames, 'none']),
    text: z.string(),
    customer: z.string().optional(),
    period: z.coerce.string().optional(),
    topic: z.string().optional(),
  }),
)
type Question = z.infer<typeof questions>[number]

const folder = new URL('../../evals/questions/', import.meta.url).pathname
const files = globSync('*.yaml', { cwd: folder }).sort()

let made: TestVenture
let listener: Listener
beforeAll(async () => {
  const venture = await namedVenture()
  made = venture.made
  listener = venture.listener
})
afterAll(() => made.sql.end())

describe.each(files)('%s', (file) => {
  test('at least 80 % of the questions are answered right, none as another, and nothing that is no question of ours', async () => {
    const { right, declined, wrong } = await scores(join(file))
    const asked = right.length + declined.length + wrong.length
    expect(wrong).toEqual([])
    expect(right.length / asked, `declined:\n${declined.join('\n')}`).toBeGreaterThanOrEqual(0.8)
  }, 60_000)
})

const join = (file: string): string => `${folder}${file}`

/** Each question of the file as right, declined or wrong; of the `none` a decline is right and left out of the share. */
async function scores(path: string): Promise<Record<'right' | 'declined' | 'wrong', string[]>> {
  const lists = { right: [] as string[], declined: [] as string[], wrong: [] as string[] }
  for (const question of questions.parse(parse(readFileSync(path, 'utf8')))) {
    const understanding = await understand(question.text, listener)
    const asked = understanding.kind === 'asked' ? understanding.asked : undefined
    if (question.intent === 'none') {
      if (asked) lists.wrong.push(`none: "${question.text}" was taken for ${asked.intent}`)
    } else if (!asked) {
      lists.declined.push(`${question.intent}: "${question.text}" ${JSON.stringify(understanding)}`)
    } else {
      const problem = problemOf(question, asked)
      if (problem) lists.wrong.push(`${question.intent}: "${question.text}" ${problem}`)
      else lists.right.push(question.text)
    }
  }
  return lists
}

function problemOf(question: Question, asked: Asked): string | undefined {
  if (asked.intent !== question.intent) return `was taken for ${asked.intent}`
  if (asked.customer?.name !== question.customer) return `is about ${asked.customer?.name ?? 'no customer'}`
  const days = question.period === undefined ? undefined : periodOf(question.period)
  if (question.period !== undefined && !days) return `names a time, "${question.period}", that cannot be told`
  // Today, said by the way, is no period.
  const isNow = asked.period?.from === listeningDay
  if (days ? JSON.stringify(asked.period) !== JSON.stringify(days) : asked.period && !isNow)
    return `is of ${JSON.stringify(asked.period)}, not of ${JSON.stringify(days)}`
  return topicProblem(question, asked)
}

/** "March" as well as "in March". */
function periodOf(said: string) {
  return periodIn(said, listeningDay) ?? periodIn(`in ${said}`, listeningDay)
}

/** Where the topic decides which figures answer: a group, a feature, what is searched for. */
function topicProblem({ intent, topic }: Question, asked: Asked): string | undefined {
  const isDecisive = bearings[intent as IntentName].topic || bearings[intent as IntentName].groups
  if (topic === undefined || !isDecisive || intent === 'segments') return undefined
  const found = [...(asked.groups ?? []).map(({ name }) => name), asked.topic ?? ''].join(' ').toLowerCase()
  const words = topic.toLowerCase().split(/\s+/)
  return words.some((word) => found.includes(word.replace(/s$/, '')))
    ? undefined
    : `is about "${found.trim()}", not ${topic}`
}
