import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { features, ventureDescription } from './product.ts'
import { type Simulation, type SimulationOptions, simulateVenture } from './simulate.ts'

type Row = Record<string, string>
type Tables = Record<string, Row[]>

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crew-sample-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function simulated(
  options: SimulationOptions,
): Promise<{ simulation: Simulation; texts: string[]; tables: Tables }> {
  const simulation = await simulateVenture(options, join(folder, `${options.seed}-${options.endOn ?? ''}`))
  const texts = await Promise.all(simulation.files.map((file) => readFile(file, 'utf8')))
  const tables = Object.fromEntries(
    simulation.files.map((file, index) => [
      basename(file, '.csv'),
      parse(texts[index] ?? '', { columns: true }) as Row[],
    ]),
  )
  return { simulation, texts, tables }
}

const rows = (tables: Tables, name: string): Row[] => tables[name] ?? []
const byId = (list: Row[]) => new Map(list.map((row) => [row.external_id ?? '', row]))
const day = (text: string | undefined) => (text ?? '').slice(0, 10)

describe('the simulated venture', () => {
  it('is the same, byte by byte, for the same seed and different for another', async () => {
    const one = await simulated({ seed: 5, customers: 40 })
    const again = await simulated({ seed: 5, customers: 40 })
    const other = await simulated({ seed: 6, customers: 40 })
    expect(again.texts).toEqual(one.texts)
    expect(other.texts).not.toEqual(one.texts)
  })

  it('says that it is simulated, and counts what it wrote', async () => {
    const { simulation, tables } = await simulated({ seed: 1, customers: 60 })
    expect(ventureDescription.name).toMatch(/simulated/)
    expect(ventureDescription.simulated).toBe(true)
    expect(simulation.counts.customers).toBe(60)
    const lengths = [...simulation.files.map((file) => rows(tables, basename(file, '.csv')).length)]
    expect(Object.values(simulation.counts)).toEqual(lengths)
  })

  it('keeps every life in order, whatever the seed, size and time', async () => {
    const property = fc.asyncProperty(
      fc.record({
        seed: fc.integer(),
        customers: fc.integer({ min: 1, max: 40 }),
        months: fc.integer({ min: 1, max: 18 }),
        endOn: fc.constantFrom('2026-10-30', '2024-02-29', '2025-12-31', '2026-03-01'),
      }),
      async (options) => {
        const { tables } = await simulated(options)
        expectOrderedLives(tables, options.endOn)
      },
    )
    await fc.assert(property, { numRuns: 12, seed: 20261030 })
  })

  it('shows a departure in behaviour before it happens, and looks like a venture', async () => {
    const { tables } = await simulated({ seed: 2, customers: 500 })
    const customerOf = new Map(rows(tables, 'users').map((user) => [user.external_id, user.customer ?? '']))
    const loginDays = new Map<string, string[]>()
    for (const row of rows(tables, 'usage')) {
      if (row.kind !== 'login') continue
      const customer = customerOf.get(row.user) ?? ''
      loginDays.set(customer, [...(loginDays.get(customer) ?? []), day(row.occurred_at)])
    }
    const loginsInMonthBefore = (customer: string, end: string) => {
      const from = new Date(Date.parse(end) - 30 * 86_400_000).toISOString().slice(0, 10)
      return (loginDays.get(customer) ?? []).filter((on) => on >= from && on < end).length
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const left = rows(tables, 'churn_events').filter((event) => event.is_reactivation === 'false')
    const leftIds = new Set(left.map((event) => event.customer))
    const stayed = rows(tables, 'customers').filter((row) => !leftIds.has(row.external_id) && row.is_trial === 'false')
    expect(left.length).toBeGreaterThan(40)
    expect(mean(left.map((event) => loginsInMonthBefore(event.customer ?? '', event.churned_on ?? '')))).toBeLessThan(
      0.35 * mean(stayed.map((row) => loginsInMonthBefore(row.external_id ?? '', '2026-10-31'))),
    )
    expect(new Set(left.map((event) => event.reason_code)).size).toBeGreaterThan(5)

    const scores = rows(tables, 'surveys').flatMap((row) => (row.score ? [Number(row.score)] : []))
    const share = (test: (score: number) => boolean) => scores.filter(test).length / scores.length
    const netPromoterScore = 100 * (share((score) => score >= 9) - share((score) => score <= 6))
    expect(netPromoterScore).toBeGreaterThan(15)
    expect(netPromoterScore).toBeLessThan(55)
    const comments = rows(tables, 'surveys').flatMap((row) => (row.comment ? [row.comment] : []))
    expect(new Set(comments).size).toBeGreaterThan(comments.length / 2)
  })
})

function expectOrderedLives(tables: Tables, endOn: string): void {
  const customers = byId(rows(tables, 'customers'))
  const users = byId(rows(tables, 'users'))
  expect(new Set([...customers.values()].map((row) => row.name)).size).toBe(customers.size)
  expect([...customers.values()].every((row) => row.owner_email?.endsWith('.invalid'))).toBe(true)
  for (const user of users.values()) {
    expect(user.email).toMatch(/^[^@\s]+@[^@\s]+\.invalid$/)
    expect(day(user.created_at) >= day(customers.get(user.customer ?? '')?.signed_up_at)).toBe(true)
    if (user.consent_at) expect(user.consent_at >= (user.created_at ?? '')).toBe(true)
  }
  // Half-open times in which a customer had access.
  const access = new Map<string, [string, string][]>()
  for (const row of rows(tables, 'subscriptions')) {
    const [from, to] = [row.started_at ?? '', row.ended_at || '9999']
    expect(from < to).toBe(true)
    expect(from >= day(customers.get(row.customer ?? '')?.signed_up_at) && from <= endOn).toBe(true)
    access.set(row.customer ?? '', [...(access.get(row.customer ?? '') ?? []), [from, to]])
  }
  const knownFeatures = new Set<string>(features.map((feature) => feature.name))
  const eventIds = new Set<string>()
  for (const row of rows(tables, 'usage')) {
    const user = users.get(row.user ?? '')
    const on = day(row.occurred_at)
    if (!user || (row.occurred_at ?? '') < (user.created_at ?? '') || on > endOn)
      throw new Error(`usage ${row.event_id}`)
    if (!access.get(user.customer ?? '')?.some(([from, to]) => from <= on && on < to)) {
      throw new Error(`usage ${row.event_id} without a subscription`)
    }
    if (row.kind === 'feature' && !knownFeatures.has(row.feature ?? '')) throw new Error(`feature of ${row.event_id}`)
    eventIds.add(row.event_id ?? '')
  }
  expect(eventIds.size).toBe(rows(tables, 'usage').length)
  for (const ticket of rows(tables, 'tickets')) {
    expect(ticket.status === 'closed').toBe(ticket.closed_at !== '')
    if (ticket.closed_at)
      expect(ticket.closed_at > (ticket.opened_at ?? '') && day(ticket.closed_at) <= endOn).toBe(true)
    expect((ticket.opened_at ?? '') > (users.get(ticket.user ?? '')?.created_at ?? '9')).toBe(true)
  }
  for (const survey of rows(tables, 'surveys')) {
    expect(survey.answered_at === '').toBe(survey.score === '')
    if (survey.answered_at)
      expect(survey.answered_at >= (survey.sent_at ?? '') && day(survey.answered_at) <= endOn).toBe(true)
  }
  for (const invoice of rows(tables, 'invoices')) {
    expect((invoice.issued_on ?? '') <= (invoice.due_on ?? '') && (invoice.issued_on ?? '') <= endOn).toBe(true)
    if (invoice.paid_on) expect(invoice.paid_on >= (invoice.issued_on ?? '') && invoice.paid_on <= endOn).toBe(true)
  }
  for (const event of rows(tables, 'churn_events')) expect((event.churned_on ?? '') <= endOn).toBe(true)
}
