import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAtRisk } from '../../tools/customers/list-at-risk.ts'
import { runTool } from '../../tools/run-tool.ts'
import { openSampleVenture, type SampleVenture } from '../crew/sample-venture.fixture.ts'
import { createWriter } from '../language-model.ts'
import { startModelServer } from '../model-server.fixture.ts'
import { askCrew } from './ask-crew.ts'

let sample: SampleVenture
let name = ''

beforeAll(async () => {
  sample = await openSampleVenture('question-graph', 40)
  const { output } = await runTool(listAtRisk, { limit: 1 }, await sample.crew.context())
  name = output.customers[0]?.customer.name ?? ''
}, 120_000)
afterAll(() => sample.close())

test.each<[string, RegExp]>([
  ['Who is at risk?', /customers? needs? attention/],
  ['Why is NAME at risk?', /health score of/],
  ['Why did NAME’s score drop?', /NAME’s health score (?:fell|rose|is)/],
  ['Why did our average score drop?', /The average health score of all customers (?:fell|rose|is)/],
  [
    'Why did our health score drop last month?',
    /all customers .*31 Aug 2026.*30 Sep 2026|all customers .*30 Sep 2026.*31 Aug 2026/,
  ],
  ['Why did plan Basic decline?', /The average health score of plan Basic/i],
  ['Show NAME', /It pays/],
  ['How likely is NAME to leave?', /observed churn share|No customer like/],
  ['What was the churn rate last quarter?', /1 Jul 2026 to 30 Sep 2026/],
  ['How is retention?', /cohorts old enough/],
  ['What is our NPS?', /NPS/],
  ['What is our MRR?', /MRR is \$/],
  ['What waits for me?', /waits? for a decision/],
  ['What do customers say about pricing?', /own words|Nobody wrote/],
  ['Which tickets does NAME have open?', /ticket/i],
  ['How healthy are our customers?', /average health score/],
  ['status', /are loaded/],
])('%s', async (question, expected) => {
  const answer = await askCrew(sample.crew, question.replace('NAME', name))
  expect(answer).toMatchObject({ answered: true })
  expect(answer.plain.replaceAll(name, 'NAME')).toMatch(expected)
  expect(answer.plain).not.toContain('{{')
  expect(answer.receipts.length).toBeGreaterThan(0)
  for (const { id } of answer.facts) expect(answer.text).toContain(`{{fact:${id}}}`)
})

test('says back which days a relative date means', async () => {
  const answer = await askCrew(sample.crew, 'churn rate last month')
  expect(answer.understood).toBe('churn rate, 1 Sep 2026 to 30 Sep 2026')
})

test('declines what it does not understand, with what to try', async () => {
  const answer = await askCrew(sample.crew, 'Write me a poem about spring')
  expect(answer).toMatchObject({ answered: false, understood: null })
  expect(answer.plain).toContain('Write me a poem')
  expect(answer.tried).toContain('Who is at risk?')
})

test('an unknown customer is said to be unknown', async () => {
  const answer = await askCrew(sample.crew, 'Why is Nobody Ltd at risk?')
  expect(answer.answered).toBe(false)
  expect(answer.plain).toContain('Nobody Ltd')
})

test('a model may choose the intent, never the dates or the numbers', async () => {
  const server = await startModelServer(() => ({
    json: { intent: 'churn_rate', customer: '', topic: '', period: 'last quarter' },
  }))
  const writer = await createWriter(server.config)
  const answer = await askCrew(sample.crew, 'Did we lose many of them of late?', { writer })
  await server.close()
  expect(answer.understood).toBe('churn rate, 1 Jul 2026 to 30 Sep 2026')
  expect(answer.facts.some(({ metric }) => metric === 'churn_rate')).toBe(true)
})
