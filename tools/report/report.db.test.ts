import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestVenture, type TestVenture } from '../../db/test-database.ts'
import { testContext } from '../test-context.ts'
import { reportFixture } from './report.fixture.ts'
import { openReport, storeReport } from './store-report.ts'

let venture: TestVenture
let other: TestVenture

beforeAll(async () => {
  venture = await createTestVenture()
  other = await createTestVenture(venture.sql)
})
afterAll(() => venture.sql.end())

describe('a stored report', () => {
  it('opens with what was decided since', async () => {
    const { db, sql, ventureId } = venture
    const runId = await addRun(venture)
    const fact = reportFixture().facts[6]
    if (!fact) throw new Error('the fixture has facts')
    const proposalId = uuidv7()
    await sql`insert into proposals (venture_id, id, kind, cause, cause_key, title, reason, draft, facts, fingerprint,
        money_at_stake_minor, churn_probability, proposed_by, run_id, as_of, expires_at)
      values (${ventureId}, ${proposalId}, 'task', 'c', 'k', 'Call them', ${`It brings {{fact:${fact.id}}}.`}, '{}',
        ${sql.json([fact])}, '{}', ${fact.value as number}, 0.5, 'campaign_agent', ${runId}, '2026-06-30', '2026-07-10')`
    const stored = { ...reportFixture({ runId }), createdAt: '2026-07-01T06:00:00.000Z' }
    await storeReport(db, stored)

    const before = await openReport(await testContext(venture), runId)
    const [proposed] = blocks(before, 'proposed', 'proposal')
    expect(proposed).toMatchObject({ status: 'waiting', decision: null, measures: [{ label: 'Money at stake' }] })
    expect(JSON.stringify(before.sections.find(({ key }) => key === 'decided'))).toContain('Nobody has decided')

    const personId = uuidv7()
    await sql`insert into people (venture_id, id, name) values (${ventureId}, ${personId}, 'Ada <b>')`
    await sql`insert into decisions (venture_id, proposal_id, round, id, decision, person_id, reason, door)
      values (${ventureId}, ${proposalId}, 1, ${uuidv7()}, 'reject', ${personId}, 'Not {{fact:R9.x}} now', 'cli')`
    await sql`update proposals set status = 'rejected' where venture_id = ${ventureId} and id = ${proposalId}`

    const after = await openReport(await testContext(venture))
    expect(blocks(after, 'proposed', 'proposal')[0]).toMatchObject({
      status: 'rejected',
      decision: { decision: 'reject', person: 'Ada <b>' },
    })
    const [table] = blocks(after, 'decided', 'table')
    expect(table?.rows[0]?.join(' ')).toContain('Rejected by Ada <b>')
    // A reason that looks like a reference to a fact stays words.
    expect(table?.rows[0]?.join(' ')).not.toContain('{{')
    await storeReport(db, after)
  })

  it('is seen by its own venture only', async () => {
    await expect(openReport(await testContext(other))).rejects.toMatchObject({ answer: { code: 'not_found' } })
    await expect(openReport(await testContext(venture), uuidv7())).rejects.toMatchObject({
      answer: { code: 'not_found' },
    })
  })
})

function blocks<Type extends 'proposal' | 'table'>(
  document: Awaited<ReturnType<typeof openReport>>,
  key: string,
  type: Type,
) {
  const section = document.sections.find((each) => each.key === key)
  return (section?.blocks ?? []).filter((block): block is Extract<typeof block, { type: Type }> => block.type === type)
}

async function addRun({ sql, ventureId }: TestVenture): Promise<string> {
  const runId = uuidv7()
  await sql`insert into crew_runs (venture_id, id, as_of, known_at, writer)
    values (${ventureId}, ${runId}, '2026-06-30', now(), 'offline')`
  return runId
}
