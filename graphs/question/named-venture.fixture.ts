/** A venture of customers to be named in questions: the five the paraphrases speak of among others that are nearly called so. */
import { uuidv7 } from 'uuidv7'
import { createTestVenture, type TestVenture } from '../../db/test-database.ts'
import type { Listener } from './understand.ts'

const names = [
  ['Acme', 'Enterprise', 'Software'],
  ['Northwind Traders', 'Pro', 'Retail'],
  ['Globex', 'Enterprise', 'Health care'],
  ['Initech', 'Basic', 'Software'],
  ['Blue Harbor Logistics', 'Pro', 'Retail'],
  ['Acorn Foods', 'Basic', 'Retail'],
  ['Globe Trotters Travel', 'Pro', 'Retail'],
  ['Northern Lights Clinic', 'Basic', 'Health care'],
  ['Harbor View Hotels', 'Pro', 'Retail'],
  ['Blue Sky Studio', 'Basic', 'Software'],
  ['Health First', 'Enterprise', 'Health care'],
  ['Contoso East', 'Pro', 'Software'],
  ['Contoso West', 'Pro', 'Software'],
] as const

export const listeningDay = '2026-10-30'

export async function namedVenture(): Promise<{ made: TestVenture; listener: Listener }> {
  const made = await createTestVenture()
  const { sql, ventureId } = made
  const at = new Date('2026-01-01T00:00:00Z')
  const of = { venture_id: ventureId, recorded_at: at }
  await sql`insert into batches ${sql({ ...of, id: uuidv7(), kind: 'import', source: 'test', description: 'names' })}`
  for (const [index, [name, plan, industry]] of names.entries()) {
    const customer = uuidv7()
    await sql`insert into customers ${sql({ ...of, id: customer, source: 'crm', external_id: `C${index + 101}` })}`
    await sql`insert into customer_versions ${sql({ ...of, customer_id: customer, valid_from: '2025-01-01', name, plan, industry, country: 'Norway', segment: 'smb', signed_up_on: '2025-01-01' })}`
    for (const feature of ['reports', 'api', 'dashboards']) {
      await sql`insert into usage_daily ${sql({ ...of, customer_id: customer, used_on: listeningDay, kind: 'feature', feature, event_count: 1, quantity: 1, duration_seconds: 0 })}`
    }
  }
  await sql`insert into usage_days ${sql({ venture_id: ventureId, source: 'app', used_on: listeningDay })}`
  return { made, listener: { db: made.db, asOf: listeningDay, knownAt: new Date('2027-01-01'), today: listeningDay } }
}
