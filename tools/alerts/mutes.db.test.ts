import { afterEach, beforeEach, expect, test } from 'vitest'
import { addCustomer, openStage, type Stage } from '../proposals/proposal.fixture.ts'
import { runTool } from '../run-tool.ts'
import { alertAbout, testChannels } from './alert.fixture.ts'
import { dispatchAlerts } from './dispatch-alerts.ts'
import { findAlert } from './find-alert.ts'
import { listMutes } from './list-mutes.ts'
import { muteAlerts } from './mute-alerts.ts'
import { raiseAlert } from './raise-alert.ts'
import { unmuteAlerts } from './unmute-alerts.ts'

const HOUR = 3_600_000

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
  await stage.db.sql`update people set email = 'owner@crew.invalid' where id = ${stage.anna.id}`
})
afterEach(() => stage.close())

const later = (ms: number) => {
  stage.clock.now = new Date(stage.clock.now.getTime() + ms)
}
/** Raises one about the customer and says who is told of it at once. */
async function toldOf(customerId: string | null, input = {}): Promise<string[]> {
  const channels = testChannels()
  await raiseAlert(await stage.context(), alertAbout(customerId, input))
  await dispatchAlerts(await stage.context(), channels)
  return channels.handed.map(({ destination }) => destination.recipient).sort()
}
const asAnna = () => stage.context({ actor: stage.anna })

test('who mutes one customer hears of the others, the channel of all, and of everything again when it ends', async () => {
  const [acme, globex] = [await addCustomer(stage.db), await addCustomer(stage.db)]
  await runTool(muteAlerts, { customer: acme.id, hours: 10 }, await asAnna())
  expect(await toldOf(acme.id)).toEqual(['#customer-success-urgent'])
  expect(await toldOf(globex.id)).toEqual(['#customer-success-urgent', 'owner@crew.invalid'])
  later(10 * HOUR)
  expect(await toldOf(acme.id)).toEqual(['#customer-success-urgent', 'owner@crew.invalid'])
})

test('of one kind; unmuted it is told again, and what was muted is not told afterwards', async () => {
  const acme = await addCustomer(stage.db)
  const { output } = await runTool(muteAlerts, { kinds: ['critical_customer'] }, await asAnna())
  expect(await toldOf(acme.id)).toEqual(['#customer-success-urgent'])
  expect((await runTool(listMutes, {}, await asAnna())).output.mutes).toMatchObject([
    { mute: output.mutes[0], personName: 'Anna Success', isMine: true, kind: 'critical_customer', customer: null },
  ])
  expect((await runTool(unmuteAlerts, { mute: output.mutes[0] }, await asAnna())).output).toEqual({ endedCount: 1 })
  const channels = testChannels()
  await dispatchAlerts(await stage.context(), channels)
  expect(channels.handed).toEqual([])
  expect(await toldOf(acme.id)).toEqual(['#customer-success-urgent', 'owner@crew.invalid'])
})

test('what everybody has muted who was to hear goes to the next at once: the Chairman’s, to the team', async () => {
  await runTool(muteAlerts, {}, await stage.context({ actor: stage.chairman }))
  const alert = await raiseAlert(await stage.context(), alertAbout(null, { kind: 'nps_negative' }))
  const channels = testChannels()
  await dispatchAlerts(await stage.context(), channels)
  expect(channels.handed.map(({ destination }) => destination.recipient)).toEqual(['#customer-success'])
  expect(await findAlert(stage.db, alert.label)).toMatchObject({ status: 'escalated' })
})

test('nobody ends another’s mute, and who is no person mutes nothing', async () => {
  const { output } = await runTool(muteAlerts, {}, await asAnna())
  const asBen = await stage.context({ actor: stage.ben })
  await expect(runTool(unmuteAlerts, { mute: output.mutes[0] }, asBen)).rejects.toThrow('no such mute')
  expect((await runTool(unmuteAlerts, {}, asBen)).output).toEqual({ endedCount: 0 })
  const schedule = { kind: 'system', id: 'schedule', name: 'Schedule', roles: ['operator'] } as const
  await expect(runTool(muteAlerts, {}, await stage.context({ actor: schedule }))).rejects.toThrow('is none')
})
