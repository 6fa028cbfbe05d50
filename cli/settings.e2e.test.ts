/** Settings as an operator and the Chairman meet them: by either name, all or none, with a history to go back in. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Installation, openInstallation } from './installation.fixture.ts'

let here: Installation
beforeAll(async () => {
  here = await openInstallation()
  const mapping = new URL('../sample/mappings/sample.yaml', import.meta.url).pathname
  await here.json('sample', '--customers', '5', '--out', join(here.folder, 'sample'))
  await here.json('import', join(here.folder, 'sample/customers.csv'), '--mapping', mapping, '--venture', 'acme')
})
afterAll(() => here.stop())

interface Saved {
  version: number
  needsRefresh: boolean
  changes: { parameter: string; name: string; before: unknown; after: unknown }[]
}
const set = (...pairs: string[]) => here.json<Saved>('settings', 'set', ...pairs, '--reason', 'test')
const shown = async (name: string) =>
  here.json<{ version: number; value: unknown; isDefault: boolean; history: unknown[] }>('settings', 'show', name)

test('a set in either spelling is made together, and says what to do next', async () => {
  const { status, stdout } = await here.crew(
    'settings',
    'set',
    'engagement_weight=50',
    'supportWeight=20',
    '--reason',
    'Use',
  )
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Version 2 of the settings is in force/)
  expect(stdout).toMatch(/engagement_weight +40 +50/)
  expect(stdout).toMatch(/Next: npx crew score/)
  expect(await shown('engagementWeight')).toMatchObject({ version: 2, value: 50, isDefault: false })
  const list = await here.crew('settings')
  expect(list.stdout).toMatch(/\* {2}engagement_weight +50 \(40\) +0 to 100/)
  expect(list.stdout).toMatch(/value_weight +30 +0 to 100/)
  expect(list.stdout).toMatch(/Version 2; 2 parameters changed/)
  const saved = await set('weekly_digest_day=friday', 'renewalReminderDays=60, 30')
  expect(saved).toMatchObject({ version: 3, needsRefresh: false, changes: [{ after: [60, 30] }, { after: 5 }] })
})

test('a refused set names every problem with its remedy, and nothing is changed', async () => {
  const { version } = await shown('ticket_penalty')
  const refused: [pairs: string[], says: RegExp][] = [
    [
      ['ticket_penalty=12', 'active_login_days=9', 'crm_sync_hours=0'],
      /active_login_days cannot be 9.*crm_sync_hours cannot be 0/,
    ],
    [['support_weight=99'], /must sum to 100/],
    [['score_refresh=0 25 * * *'], /score_refresh cannot be/],
    [['ticket_penalti=12'], /Perhaps ticket_penalty is meant/],
    [['ticket_penalty'], /Write it as name=value, such as ticket_penalty=50/],
    [['healthy_threshold=80'], /Only the Chairman changes healthy_threshold/],
  ]
  for (const [pairs, says] of refused) {
    const { status, stdout, stderr } = await here.crew('settings', 'set', ...pairs, '--reason', 'test')
    expect({ pairs, status, stdout }).toEqual({ pairs, status: 1, stdout: '' })
    expect(stderr).toMatch(says)
  }
  expect(await shown('ticket_penalty')).toMatchObject({ version, value: 10 })
})

test('presets, history, difference and undo; the Chairman’s are changed by the Chairman', async () => {
  const { presets } = await here.json<{ presets: { preset: string; chairmans: string[] }[] }>('settings', 'preset')
  expect(presets.filter(({ chairmans }) => chairmans.length > 0)).toMatchObject([{ preset: 'startup' }])
  expect((await here.crew('settings', 'preset', 'startup', '--reason', 'test')).stderr).toMatch(/Only the Chairman/)
  expect((await here.crew('settings', 'preset', 'consumer')).stderr).toMatch(/Add --reason/)

  const consumer = ['settings', 'preset', 'consumer', 'win_back_inactive_days=60', '--reason', 'B2C']
  expect((await here.json<Saved>(...consumer)).changes).toMatchObject([
    { name: 'engagement_weight', after: 60 },
    { name: 'value_weight', after: 20 },
    { name: 'win_back_inactive_days', after: 60 },
  ])
  const history = await here.crew('settings', 'history', '--limit', '1')
  expect(history.stdout).toMatch(/^Version 4, in force .* by the operator at this computer “preset consumer: B2C”/)
  expect((await here.json<Saved>('settings', 'diff', '2', '3')).changes.map(({ name }) => name)).toEqual([
    'renewal_reminder_days',
    'weekly_digest_day',
  ])
  expect(await here.json<Saved>('settings', 'undo', '--reason', 'Not us')).toMatchObject({ version: 5 })
  expect((await here.json<Saved>('settings', 'diff', '3')).changes).toEqual([])

  await here.json('login', '--token-file', join(here.dataDir, 'chairman.token'))
  expect(await set('healthy_threshold=80')).toMatchObject({ version: 6, needsRefresh: true })
  expect((await here.json<Saved>('settings', 'undo', '1', '--reason', 'Start again')).changes).toHaveLength(5)
  expect((await here.crew('settings', 'list', '--changed')).stdout).toMatch(/all at their defaults/)
})
