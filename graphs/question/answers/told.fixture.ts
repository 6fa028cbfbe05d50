/** Ventures of a few named customers, and an answer as its reader gets it. Days count from 1 January 2025, which is day 0. */
import { expect } from 'vitest'
import type { Sql } from '../../../db/client.ts'
import type { GroupNameRow } from '../../../db/queries/customer-names.ts'
import { createTestVenture, type TestVenture } from '../../../db/test-database.ts'
import type { ToolContext } from '../../../tools/define-tool.ts'
import { type CustomerHistory, knownAt, on, writeHistories } from '../../../tools/health/history.fixture.ts'
import { testContext } from '../../../tools/test-context.ts'
import type { Answerer } from '../answer.ts'

const nothing = { signedUp: 0, isTrial: null, logins: [], uses: [], tickets: [], subscriptions: [], events: [] }
export const pays = { from: 0, until: null, isTrial: false, mrrMinor: 5_000 }
/** Support is then known, and full: of 70 points known, 30. */
const closed = { opened: 0, closed: 1, isPending: false }

export interface Told {
  made: TestVenture
  customers: { id: string; name: string }[]
}

/** The histories, by the customers' names; each pays from its first day on unless it says otherwise. */
export async function given(sql: Sql, histories: Record<string, Partial<CustomerHistory>>): Promise<Told> {
  const made = await createTestVenture(sql)
  const ids = await writeHistories(
    made,
    Object.values(histories).map((history) => {
      const subscriptions = history.isTrial ? [] : [{ ...pays, from: history.signedUp ?? 0 }]
      return { ...nothing, tickets: [closed], subscriptions, ...history }
    }),
  )
  const customers = Object.keys(histories).map((name, index) => ({ id: ids[index] ?? '', name }))
  for (const { id, name } of customers)
    await sql`update customer_versions set name = ${name} where venture_id = ${made.ventureId} and customer_id = ${id}`
  return { made, customers }
}

/** As of `day`, and by the clock on `today`, by default the same one. */
export async function contextOf({ made }: Told, { day, today = day, simulated = false, ...more }: When) {
  const now = new Date(`${on(today)}T12:00:00Z`)
  const context: ToolContext = await testContext(made, { knownAt, asOf: on(day), now, ...more })
  return { ...context, venture: { ...context.venture, simulated } }
}

interface When extends Pick<Partial<ToolContext>, 'door'> {
  day: number
  today?: number
  simulated?: boolean
}

interface Question extends When {
  of?: string
  period?: { from: string; until: string } | undefined
  words?: string
  groups?: GroupNameRow[]
  topic?: string
}

/** The answer as it is read. Every digit in it comes from a fact. */
export async function say(
  told: Told,
  answerer: Answerer,
  { of, period, words = '', groups, topic, ...when }: Question,
) {
  const customer = told.customers.find(({ name }) => name === of)
  const about = {
    ...(customer ? { customer } : {}),
    ...(period ? { period } : {}),
    ...(groups ? { groups } : {}),
    ...(topic ? { topic } : {}),
  }
  const { text, facts } = await answerer({ intent: 'help', words, ...about }, await contextOf(told, when))
  expect(text.replaceAll(/\{\{fact:[^}]+\}\}/g, '')).not.toMatch(/\d/)
  const values = new Map(facts.map((fact) => [fact.id, fact.text]))
  return text.replaceAll(/\{\{fact:([^}]+)\}\}/g, (_, id: string) => values.get(id) ?? `(no ${id})`)
}
