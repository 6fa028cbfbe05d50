import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fact } from '../facts.ts'
import { addCustomer, openStage, type Stage } from '../proposals/proposal.fixture.ts'
import { runTool } from '../run-tool.ts'
import { acknowledgeAlert } from './acknowledge-alert.ts'
import { alertAbout, testChannels } from './alert.fixture.ts'
import { dispatchAlerts } from './dispatch-alerts.ts'
import { getAlert } from './get-alert.ts'
import { listAlerts } from './list-alerts.ts'
import { raiseAlert, raiseAlerts } from './raise-alert.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const fact = (id: string, text: string, customerId = 'c'): Fact => ({
  id,
  receipt: 'R-7',
  metric: 'arr',
  subject: { kind: 'customer', id: customerId, name: 'Acme' },
  period: null,
  value: 120_000,
  unit: 'money',
  text,
})

describe('acknowledging', () => {
  test('ends the escalation, says who has it, and happens once', async () => {
    const { label } = await raiseAlert(await stage.context(), alertAbout(null))
    const channels = testChannels()
    await dispatchAlerts(await stage.context(), channels)
    const anna = await stage.context({ actor: stage.anna })
    const { output } = await runTool(acknowledgeAlert, { alert: label, note: 'Calling them' }, anna)
    expect(output).toEqual({ alert: label, acknowledgedCount: 1, acknowledgedBy: 'Anna Success' })
    stage.clock.now = new Date(stage.clock.now.getTime() + 100 * 3_600_000)
    await dispatchAlerts(await stage.context(), channels)
    expect(channels.handed).toHaveLength(1)
    const shown = await runTool(getAlert, { alert: label.toLowerCase() }, await stage.context())
    expect(shown.output).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'Anna Success', note: 'Calling them' })
    const again = runTool(acknowledgeAlert, { alert: label }, await stage.context({ actor: stage.ben }))
    await expect(again).rejects.toMatchObject({
      answer: { code: 'conflict', message: expect.stringContaining('Anna Success') },
    })
  })

  test('of two people at once one has it', async () => {
    const { label } = await raiseAlert(await stage.context(), alertAbout(null))
    const tries = await Promise.allSettled(
      [stage.anna, stage.ben].map(async (actor) =>
        runTool(acknowledgeAlert, { alert: label }, await stage.context({ actor })),
      ),
    )
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('before it was handed over, takes it back from the channels', async () => {
    const { label } = await raiseAlert(await stage.context(), alertAbout(null))
    await runTool(acknowledgeAlert, { alert: label }, await stage.context({ actor: stage.anna }))
    const channels = testChannels()
    await dispatchAlerts(await stage.context(), channels)
    expect(channels.handed).toEqual([])
  })

  test('a whole storm is taken by one of its alerts', async () => {
    const raised = await raiseAlerts(
      await stage.context(),
      Array.from({ length: 9 }, () => alertAbout(null)),
    )
    const alone = await raiseAlert(await stage.context(), alertAbout(null, { kind: 'retention_down' }))
    await dispatchAlerts(await stage.context(), testChannels())
    const input = { alert: raised[3]?.label, withFolded: true }
    const { output } = await runTool(acknowledgeAlert, input, await stage.context({ actor: stage.anna }))
    expect(output.acknowledgedCount).toBe(9)
    const { output: open } = await runTool(listAlerts, {}, await stage.context())
    expect(open.alerts.map(({ alert }) => alert)).toEqual([alone.label])
  })

  test('is for people: not for an agent, nor for whoever has a shell', async () => {
    const { label } = await raiseAlert(await stage.context(), alertAbout(null))
    const system = { kind: 'system' as const, id: 'local_operator', name: 'Operator', roles: ['operator' as const] }
    const eva = { kind: 'person' as const, id: stage.anna.id, name: 'EVA', roles: ['eva' as const] }
    for (const actor of [system, eva]) {
      const attempt = runTool(acknowledgeAlert, { alert: label }, await stage.context({ actor }))
      await expect(attempt).rejects.toMatchObject({ answer: { code: 'forbidden' } })
    }
  })

  test.each([
    ['A-999999999', 'not_found'],
    ['P-101', 'invalid_input'],
  ])('%s is %s, and the error says what to do', async (alert, code) => {
    const attempt = runTool(acknowledgeAlert, { alert }, await stage.context({ actor: stage.anna }))
    await expect(attempt).rejects.toMatchObject({
      answer: {
        code,
        field: 'alert',
        value: alert,
        fix: expect.stringContaining('crew alerts'),
      },
    })
  })
})

test('an alert in full has its numbers, its receipts and what became of each message', async () => {
  const customer = await addCustomer(stage.db, { name: 'Acme' })
  const facts = [fact('R7.arr', '$1,200', customer.id), { ...fact('R7.who', 'Uma User'), isPersonal: true as const }]
  const input = { title: 'Acme is critical', body: 'It pays {{fact:R7.arr}} and {{fact:R7.who}} left.', facts }
  const { label } = await raiseAlert(await stage.context(), alertAbout(customer.id, input))
  const channels = testChannels()
  channels.answers.push({ outcome: 'refused', problem: 'the webhook refused it (410)' })
  await dispatchAlerts(await stage.context(), channels)
  const { output } = await runTool(getAlert, { alert: label }, await stage.context())
  expect(output.body).toBe('It pays $1,200 and Uma User left.')
  expect(output.receipts).toEqual(['R-7'])
  expect(output.moneyAtStakeMinor).toBe(120_000)
  expect(output.messages.map(({ status }) => status).sort()).toEqual(['failed', 'sent'])
})

test('where several read, what is personal stays out; the owner’s mail has it', async () => {
  const customer = await addCustomer(stage.db, { name: 'Acme' })
  const facts = [{ ...fact('R7.who', 'Uma User'), isPersonal: true as const }]
  const input = { body: '{{fact:R7.who}} left; write to uma@acme.invalid.', facts }
  await raiseAlert(await stage.context(), alertAbout(customer.id, input))
  const channels = testChannels()
  await dispatchAlerts(await stage.context(), channels)
  const bodyFor = (recipient: string) =>
    channels.handed.find(({ destination }) => destination.recipient === recipient)?.body ?? ''
  expect(bodyFor('owner@crew.invalid')).toContain('Uma User left; write to uma@acme.invalid')
  expect(bodyFor('#customer-success-urgent')).toContain('(not shown here) left')
  expect(bodyFor('#customer-success-urgent')).not.toMatch(/Uma|acme\.invalid/)
})

test('the list is ranked by severity and money, and names addresses that are nobody’s', async () => {
  const context = await stage.context()
  const raised = await raiseAlerts(context, [
    alertAbout(null, { kind: 'retention_down', moneyAtStakeMinor: 9_000_000 }),
    alertAbout(null, { moneyAtStakeMinor: 100 }),
    alertAbout(null, { moneyAtStakeMinor: 200 }),
  ])
  const { output } = await runTool(listAlerts, {}, context)
  expect(output.alerts.map(({ alert }) => alert)).toEqual([raised[2], raised[1], raised[0]].map((each) => each?.label))
  expect(output.notSetUp).toEqual(['digestEmail', 'opsEmail', 'chairmanEmail'])
  const settings = {
    ...context.settings,
    digestEmail: 'cs@acme.com',
    opsEmail: 'o@acme.com',
    chairmanEmail: 'c@acme.com',
  }
  expect((await runTool(listAlerts, { kinds: ['nps_negative'] }, { ...context, settings })).output).toMatchObject({
    alerts: [],
    notSetUp: [],
  })
})
