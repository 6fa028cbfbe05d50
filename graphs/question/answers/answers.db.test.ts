/** What an answer says of what was asked, beside what the tools say by themselves. Understanding is tested elsewhere. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../../../errors.ts'
import { listAtRisk } from '../../../tools/customers/list-at-risk.ts'
import { explainSegmentScore } from '../../../tools/health/explain-segment-score.ts'
import { fileProposalTool } from '../../../tools/proposals/file-proposal.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { openSampleVenture, type SampleVenture } from '../../crew/sample-venture.fixture.ts'
import type { Answerer } from '../answer.ts'
import { customerAnswers } from './customers.ts'
import { measureAnswers } from './measures.ts'
import { workAnswers } from './work.ts'

let sample: SampleVenture
beforeAll(async () => {
  sample = await openSampleVenture('question-answers', 40)
}, 120_000)
afterAll(() => sample.close())

/** The answer as it is read. Every digit in it comes from a fact. */
async function say(answerer: Answerer, asked: Omit<Parameters<Answerer>[0], 'intent' | 'words'> & { words?: string }) {
  const { text, facts } = await answerer({ intent: 'help', words: '', ...asked }, await sample.crew.context())
  expect(text.replaceAll(/\{\{fact:[^}]+\}\}/g, '')).not.toMatch(/\d/)
  const values = new Map(facts.map((fact) => [fact.id, fact.text]))
  return text.replaceAll(/\{\{fact:([^}]+)\}\}/g, (_, id: string) => values.get(id) ?? `(no ${id})`)
}
const country = (name: string) => ({ dimension: 'country' as const, name })
const plan = (name: string) => ({ dimension: 'plan' as const, name })

describe('why an average moved', () => {
  test('is of the country that was named, and the countries together are everyone', async () => {
    const { sql } = sample.crew.db
    const rows = await sql<{ country: string }[]>`
      select distinct country from customer_versions where venture_id = ${sample.crew.venture.id} and country is not null`
    const context = await sample.crew.context()
    const everyone = await runTool(explainSegmentScore, {}, context)
    const countries = await Promise.all(
      rows.map(({ country: name }) => runTool(explainSegmentScore, { country: name }, context)),
    )
    expect(countries.length).toBeGreaterThan(1)
    const scored = countries.reduce((sum, { output }) => sum + output.customersAfter, 0)
    expect(scored).toBe(everyone.output.customersAfter)

    const { country: name } = rows[0] ?? { country: '' }
    const text = await say(customerAnswers.why_average, { groups: [country(name)] })
    expect(text).toContain(`The average health score of country ${name}`)
    const both = await say(customerAnswers.why_average, { groups: [country(name), plan('Enterprise')] })
    expect(both).toContain(`plan Enterprise, country ${name}`)
  })

  test('an unknown country is said to be none', async () => {
    await expect(say(customerAnswers.why_average, { groups: [country('Atlantis')] })).rejects.toThrow(
      'No customer has this country.',
    )
  })

  test('of two plans is not answered of one of them', async () => {
    for (const answerer of [customerAnswers.why_average, customerAnswers.at_risk])
      await expect(say(answerer, { groups: [plan('Enterprise'), plan('Basic')] })).rejects.toThrow(UserError)
  })
})

test('whom to call says why of each, from the same receipt', async () => {
  const text = await say(customerAnswers.at_risk, { words: 'who should we call this week and why' })
  const { output } = await runTool(listAtRisk, { limit: 5 }, await sample.crew.context())
  const lines = text.split('\n').filter((line) => line.startsWith('- '))
  expect(lines.length).toBe(output.customers.length)
  for (const [index, { customer, causes, mainReason }] of output.customers.entries()) {
    expect(lines[index]).toContain(customer.name)
    expect(lines[index]).toMatch(/a year; .{5,}\.$/)
    expect(lines[index]).toContain(causes[0]?.text ?? mainReason ?? 'its score is falling')
  }
})

test('a time longer than use can be looked back over is said to be cut', async () => {
  const year = await say(measureAnswers.usage, { period: { from: '2025-10-31', until: '2026-10-31' } })
  expect(year).toMatch(/^No more than 180 days can be looked back over, so this is of the last 180 days of that time\./)
  const quarter = await say(measureAnswers.usage, { period: { from: '2026-07-01', until: '2026-10-01' } })
  expect(quarter).toMatch(/^[\d,]+ people used it in the 92 days to 30 Sep 2026, [\d.]+ % (?:more|fewer) than in/)
})

describe('features of one customer', () => {
  // The venture's last day is 30 October.
  const latest = '1 to 30 Oct 2026'
  test('are those it used, the most used first', async () => {
    const { db, venture } = sample.crew
    const context = await sample.crew.context()
    const [most] = await db.sql<{ customerId: string; name: string; features: number }[]>`
      select u.customer_id, c.name, count(distinct feature) as features
      from usage_daily u join customer_versions c on c.venture_id = u.venture_id and c.customer_id = u.customer_id
      where u.venture_id = ${venture.id} and kind = 'feature' and used_on <= ${context.asOf}
        and used_on > ${context.asOf}::date - 30
      group by 1, 2 order by 3 desc, 1 limit 1`
    const customer = { id: most?.customerId ?? '', name: most?.name ?? '' }
    const uses = await db.sql<{ feature: string; uses: number }[]>`
      select feature, sum(event_count)::bigint as uses from usage_daily
      where venture_id = ${venture.id} and customer_id = ${customer.id} and kind = 'feature'
        and used_on <= ${context.asOf} and used_on > ${context.asOf}::date - 30 group by 1 order by 2 desc, 1`
    const text = await say(measureAnswers.adoption, { customer })
    const lines = text.split('\n')
    expect(lines[0]).toBe(`${customer.name} used ${uses.length} features from ${latest}:`)
    expect(lines.slice(1, 1 + uses.length).map((line) => line.replace(/;.*/, ''))).toEqual(
      uses.slice(0, 10).map((each) => `- ${each.feature}: ${each.uses} ${each.uses === 1 ? 'use' : 'uses'}`),
    )
    const topic = uses[0]?.feature ?? ''
    const one = await say(measureAnswers.adoption, { customer, topic })
    expect(one).toMatch(new RegExp(`^${customer.name} used ${topic} ${uses[0]?.uses} times? from ${latest}\\.$`))
  })

  test('and one that used none is said to use none', async () => {
    const [idle] = await sample.crew.db.sql<{ id: string; name: string }[]>`
      select c.customer_id as id, c.name from customer_versions c
      where c.venture_id = ${sample.crew.venture.id} and c.valid_to is null and not exists (
        select from usage_daily u where u.venture_id = c.venture_id and u.customer_id = c.customer_id
          and used_on > ${(await sample.crew.context()).asOf}::date - 30) order by 1 limit 1`
    const customer = { id: idle?.id ?? '', name: idle?.name ?? '' }
    const text = await say(measureAnswers.adoption, { customer })
    expect(text).toMatch(new RegExp(`^${customer.name} used no feature from ${latest}\\.\nUsed by others`))
  })
})

test('what waits says for whom and what it is', async () => {
  const context = await sample.crew.context()
  const { output } = await runTool(listAtRisk, { limit: 2 }, context)
  const [first, second] = output.customers.map(({ customer }) => customer)
  const file = (input: object) =>
    runTool(fileProposalTool, { cause: 'at_risk', title: 'Keep them', reason: 'Worth it.', ...input }, context)
  const offer = { kind: 'offer', subject: 'An offer', body: 'For you.', discountPercent: 15, costMinor: 5_000 }
  await file({ customer: first?.externalId, draft: offer })
  await file({ customer: second?.externalId, draft: { kind: 'task', title: 'Call', body: 'Call them.', dueInDays: 3 } })
  const text = await say(workAnswers.waiting, {})
  expect(text).toMatch(
    new RegExp(`- P-\\d+: an offer of 15 % off for ${first?.name}; \\$[\\d,.]+ (?:a year )?at stake`),
  )
  expect(text).toMatch(new RegExp(`- P-\\d+: a task for ${second?.name}; \\$[\\d,.]+ (?:a year )?at stake`))
})
