import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listAtRisk } from '../../tools/customers/list-at-risk.ts'
import type { Actor, ToolContext } from '../../tools/define-tool.ts'
import { runTool } from '../../tools/run-tool.ts'
import { openSampleVenture, type SampleVenture } from '../crew/sample-venture.fixture.ts'
import { createWriter } from '../language-model.ts'
import { type Behaviour, type ModelRequest, startModelServer } from '../model-server.fixture.ts'
import { askCrew } from './ask-crew.ts'
import { examples, type IntentName } from './meaning/meanings.ts'

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
  ['How likely is NAME to leave?', /left within|No customer like/],
  ['What was the churn rate last quarter?', /1 Jul to 30 Sep 2026/],
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
  expect(answer.understood).toBe('churn rate, 1 to 30 Sep 2026')
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
  expect(answer.plain).toContain('"ltd"')
})

test('what asks for something to be done is declined with the command that does it', async () => {
  const [approve, send, set] = await Promise.all(
    ['approve P-1001', 'send everybody an email', 'set the critical threshold to forty'].map((text) =>
      askCrew(sample.crew, text),
    ),
  )
  expect(approve).toMatchObject({ answered: false })
  expect(approve?.plain).toContain('crew approve P-1001')
  expect(send?.plain).toContain('crew run')
  expect(set?.plain).toContain('crew settings set')
})

test('what is still to come is not answered with the past', async () => {
  const answer = await askCrew(sample.crew, 'what will churn be next quarter')
  expect(answer.answered).toBe(false)
  expect(answer.plain).toContain('still to come')
})

test.each<[string, IntentName]>(Object.entries(examples).map(([intent, text]) => [text, intent as IntentName]))(
  'what it proposes to ask, it answers: %s',
  async (text, intent) => {
    if (intent === 'report') return
    const answer = await askCrew(sample.crew, text.replace('Acme', name))
    expect(answer).toMatchObject({ answered: true })
    expect(answer.understood).toContain(intent.replaceAll('_', ' '))
    expect(answer.plain).not.toMatch(/\{\{|undefined|\{\w/)
    if (intent !== 'help') expect(answer.receipts.length).toBeGreaterThan(0)
  },
)

test('asked of days long after the newest data, it says first how old the data is', async () => {
  const newest = (await sample.crew.latestDataOn()) ?? ''
  const later = new Date(Date.parse(newest) + 60 * 86_400_000).toISOString().slice(0, 10)
  const old = /^The newest data is of .* Ask it "as of /
  const ask = async (question: string, asOf: string) => (await askCrew(sample.crew, question, { asOf })).plain
  expect(await ask('How healthy are our customers?', later)).toMatch(old)
  expect(await ask('How healthy are our customers?', newest)).not.toMatch(old)
  expect(await ask(`How healthy were our customers on ${newest}?`, later)).not.toMatch(old)
  expect(await ask('status', later)).not.toMatch(old)
})

test('what happened by the clock says back the days that were looked at', async () => {
  const { plain, understood } = await askCrew(sample.crew, 'alerts this month')
  const [, from, until] = /^From (.+?) to (.+?), /.exec(plain) ?? []
  expect(understood).toBe(`alerts, ${from} to ${until}`)
})

describe('a conversation', () => {
  const ask = (question: string, conversation: string, as?: Partial<ToolContext>) =>
    askCrew({ context: (overrides) => sample.crew.context({ ...as, ...overrides }) }, question, { conversation })

  test('a follow-up keeps what it does not change', async () => {
    const first = await askCrew(sample.crew, 'churn rate last quarter')
    const second = await ask('and last month?', first.conversation)
    expect(second.understood).toBe('churn rate, 1 to 30 Sep 2026')
    expect(second.conversation).toBe(first.conversation)
    const third = await ask('and in August?', second.conversation)
    expect(third.understood).toBe('churn rate, 1 to 31 Aug 2026')
  })

  test('"why?" and "they" are about the customer spoken of before', async () => {
    const first = await askCrew(sample.crew, `how is ${name} doing`)
    expect((await ask('why?', first.conversation)).understood).toContain(`why customer, ${name}`)
    expect((await ask('how likely are they to leave', first.conversation)).understood).toContain(
      `churn probability, ${name}`,
    )
  })

  test('it is nobody else’s, and over after a while', async () => {
    const first = await askCrew(sample.crew, 'churn rate last quarter')
    const eva: Actor = { kind: 'person', id: '01900000-0000-7000-8000-0000000000aa', name: 'EVA', roles: ['eva'] }
    const hers = await ask('and last month?', first.conversation, { actor: eva })
    expect(hers).toMatchObject({ answered: false })
    expect(hers.plain).toContain('no longer know what we spoke of')
    expect(hers.conversation).not.toBe(first.conversation)
    const tomorrow = await ask('and last month?', first.conversation, { now: new Date(Date.now() + 86_400_000) })
    expect(tomorrow.answered).toBe(false)
    expect((await ask('and last month?', 'no such handle')).answered).toBe(false)
  })

  test('no question is kept, and no name in it', async () => {
    const first = await askCrew(sample.crew, `what does ${name} say about pricing`)
    const { sql, ventureId } = sample.crew.db
    const [row] = await sql<{ words: string }[]>`
      select asked ->> 'words' as words from conversations where venture_id = ${ventureId} and id = ${first.conversation}`
    expect(row?.words).not.toContain(name.split(' ')[0]?.toLowerCase())
  })
})

describe('with a language model', () => {
  const question = 'Might the folks in Zanzibar be a worry?'
  const plan = async (behave: (request: ModelRequest) => Behaviour, as?: Partial<ToolContext>) => {
    const server = await startModelServer(behave)
    const writer = await createWriter(server.config, { backoffMs: [] })
    const crew = { context: (overrides?: Partial<ToolContext>) => sample.crew.context({ ...as, ...overrides }) }
    const answer = await askCrew(crew, question, { writer })
    await server.close()
    return { answer, requests: server.requests }
  }
  const callRisk = { json: { action: 'call', tool: 'list_at_risk', input: '{"limit": 1}', text: '' } }
  const answering = (text: string) => ({ json: { action: 'answer', tool: '', input: '', text } })
  const factIn = ({ user }: ModelRequest, metric: string) =>
    new RegExp(`(\\{\\{fact:\\S+\\}\\}): ${metric} of`).exec(user)?.[1] ?? ''

  test('it plans calls of reading tools, and its numbers are their facts', async () => {
    const { answer, requests } = await plan((request) =>
      request.index === 0
        ? callRisk
        : answering(`In all, ${factIn(request, 'customers_needing_attention')} customers need attention.`),
    )
    expect(answer).toMatchObject({ answered: true })
    expect(answer.plain).toMatch(/^In all, \d+ customers need attention\.$/)
    expect(answer.receipts).toHaveLength(1)
    expect(requests[0]?.user).toContain('get_churn_rate')
    for (const tool of ['refresh_scores', 'decide_proposal', 'change_settings'])
      expect(requests[0]?.user).not.toContain(`- ${tool}:`)
  })

  test('a number no fact backs is refused, once more asked for, and never shown', async () => {
    const { answer, requests } = await plan((request) =>
      request.index === 0 ? callRisk : answering('About 42 customers.'),
    )
    expect(answer.answered).toBe(false)
    expect(answer.plain).not.toContain('42')
    expect(requests.at(-1)?.user).toContain('could not be used')
    expect(requests.length).toBeLessThanOrEqual(6)
  })

  test.each<[string, Behaviour]>([
    ['a refusal', { refusal: 'no' }],
    ['silence of the server', { status: 500 }],
    ['no JSON', { text: 'certainly!' }],
    [
      'a tool that acts',
      {
        json: {
          action: 'call',
          tool: 'decide_proposal',
          input: '{"proposal":"P-1001","decision":"approve","reason":"x"}',
          text: '',
        },
      },
    ],
    ['a tool that is not there', { json: { action: 'call', tool: 'drop_tables', input: '', text: '' } }],
    ['arguments that are no JSON', { json: { action: 'call', tool: 'get_nps', input: 'nps please', text: '' } }],
    ['calls without end', callRisk],
    ['an answer from nothing', answering('They are all happy.')],
  ])('%s ends as a decline that says what to try', async (_, behaviour) => {
    const { answer, requests } = await plan(() => behaviour)
    expect(answer).toMatchObject({ answered: false })
    expect(answer.tried).toContain('Who is at risk?')
    expect(requests.length).toBeLessThanOrEqual(6)
  })

  test('it is not asked to do what asks for something to be done', async () => {
    const server = await startModelServer(() => answering('Done.'))
    const answer = await askCrew(sample.crew, 'approve all the pending proposals', {
      writer: await createWriter(server.config),
    })
    await server.close()
    expect(answer.answered).toBe(false)
    expect(server.requests).toHaveLength(0)
  })
})
