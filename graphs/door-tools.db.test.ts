/** What doors offer: every tool for every role, what each of them sees, and whole stories of deciding and running. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import { alertAbout } from '../tools/alerts/alert.fixture.ts'
import { raiseAlert } from '../tools/alerts/raise-alert.ts'
import type { Actor, Tool } from '../tools/define-tool.ts'
import { localOperator } from '../tools/open-crew.ts'
import { policyVerdict } from '../tools/proposals/policy.ts'
import { addCustomer, file, message, setTestMode } from '../tools/proposals/proposal.fixture.ts'
import { tools as registered } from '../tools/registry.ts'
import { isAllowed, type Role, roleMatrix, roles } from '../tools/role-matrix.ts'
import { runTool } from '../tools/run-tool.ts'
import { addTalkingCustomer, type Doorway, openDoorway } from './door-tools.fixture.ts'
import { examples } from './question/meaning/meanings.ts'

let doorway: Doorway
let seen: Awaited<ReturnType<typeof addWhatIsSeen>>
beforeAll(async () => {
  doorway = await openDoorway()
  seen = await addWhatIsSeen(doorway)
}, 60_000)
afterAll(() => doorway.close())

async function refusal(work: Promise<unknown>): Promise<UserError['answer']> {
  const error = await work.then(
    (answer) => new Error(`expected a refusal, got ${JSON.stringify(answer).slice(0, 200)}`),
    (reason: unknown) => reason,
  )
  if (!(error instanceof UserError)) throw error
  return error.answer
}

describe('what is offered', () => {
  test('every registered tool, by name once, and those of the graphs', () => {
    const names = doorway.tools.tools.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name } of registered) expect(names).toContain(name)
    for (const name of ['ask_crew', 'run_crew', 'get_run', 'stop_run']) expect(names).toContain(name)
    expect(doorway.tools.find('no_such_tool')).toBeUndefined()
  })

  test('of the assistant’s interface every line has its tool, and EVA may call it', () => {
    const interfaceLines = {
      'ask in plain language': ['ask_crew'],
      'customer health and report': ['get_customer', 'get_health_summary', 'get_report'],
      'why a score moved': ['explain_score'],
      'who is at risk': ['list_at_risk'],
      'churn probability': ['get_churn_probability'],
      'metrics for a period': ['get_churn_rate', 'get_revenue', 'get_retention', 'get_nps', 'get_time_to_value'],
      'tickets and adoption': ['list_tickets', 'get_adoption'],
      'run the crew': ['run_crew', 'get_run', 'stop_run'],
      'what waits': ['list_proposals', 'get_proposal', 'list_tasks'],
      'propose an intervention or a setting': ['file_proposal', 'get_settings'],
      'record an outcome': ['record_outcome', 'list_outcomes', 'get_outcomes'],
      'alerts, gates and system health': ['list_alerts', 'get_gates', 'get_system_health'],
      'receipts and their replay': ['get_receipt', 'replay_receipt'],
    }
    for (const [line, names] of Object.entries(interfaceLines)) {
      for (const name of names) {
        expect(isAllowed(doorway.tool(name).capability, ['eva']), `${line}: ${name}`).toBe(true)
      }
    }
  })

  test('a tool of a graph keeps the conventions of the others', () => {
    for (const tool of doorway.tools.tools.filter((each) => !registered.includes(each))) {
      expect(tool.name).toMatch(/^[a-z]+(_[a-z]+)+$/)
      expect(tool.description.length, tool.name).toBeLessThanOrEqual(600)
      expect(tool.description).toMatch(/[.]$/)
      expect(roleMatrix).toHaveProperty(tool.capability)
      for (const schema of [
        z.toJSONSchema(tool.input, { io: 'input' }),
        z.toJSONSchema(tool.output, { io: 'output' }),
      ]) {
        expect(schema.type).toBe('object')
      }
      if (tool.withheldFields && tool.effect === 'read') expect(tool.readsPersonalData).toBe(true)
    }
  })
})

/** What must not reach who has no need of personal data; each stands in the venture somewhere. */
const personal = [
  'uma.privat@mailhost.invalid',
  'owner@crew.invalid',
  'Success Person',
  'Chairman Person',
  '+49 30 5550199',
  '0171 5550100',
  '202-555-0143',
  'boss@acme-inc.invalid',
] as const

describe('who sees what', () => {
  const masked = ['eva', 'analyst'] as const
  const answers = new Map<string, Record<string, string>>()

  beforeAll(async () => {
    for (const tool of doorway.tools.tools.filter(isCalledHere)) {
      const of: Record<string, string> = {}
      for (const role of ['success', ...masked] as const) {
        if (isAllowed(tool.capability, [role])) of[role] = await said(tool, role)
      }
      answers.set(tool.name, of)
    }
  }, 120_000)

  test('every tool that a masked role may call was called with input that it takes', () => {
    const notTaken = [...answers].filter(([, of]) => Object.values(of).some((each) => each.includes('"invalid_input"')))
    expect(
      notTaken.map(([name]) => name),
      'give them an input in `inputOf`',
    ).toEqual([])
  })

  test('a bug is nobody’s answer', () => {
    for (const [name, of] of answers) {
      for (const [role, answer] of Object.entries(of)) expect(answer, `${name} for ${role}`).not.toContain('"bug"')
    }
  })

  test.each(masked)('no name of a person, address or number reaches %s', (role) => {
    for (const [name, of] of answers) {
      for (const text of personal) expect(of[role] ?? '', `${name} tells ${role} of ${text}`).not.toContain(text)
    }
  })

  test('the team sees all of it, so that there was something to mask', () => {
    const all = [...answers.values()].map(({ success }) => success ?? '').join()
    for (const text of personal) expect(all, text).toContain(text)
    const evas = [...answers.values()].map(({ eva }) => eva ?? '').join()
    expect(evas).toContain('u•••@mailhost.invalid')
    expect(evas).toContain('S••• P•••')
    expect(evas).toContain('Acme 2000 GmbH')
    expect(evas).toContain('The invoice was wrong again')
  })

  test('a receipt of the team’s call shows EVA no more than her own would', async () => {
    for (const [name, { success = '{}' }] of answers) {
      const { receipt } = z.object({ receipt: z.string().optional() }).parse(JSON.parse(success))
      if (receipt === undefined || !isAllowed(doorway.tool(name).capability, ['eva'])) continue
      const opened = JSON.stringify(await doorway.call('get_receipt', { receipt }, 'eva'))
      expect(opened).toContain(`"tool":"${name}"`)
      for (const text of personal) expect(opened, `the receipt of ${name}`).not.toContain(text)
    }
  })
})

describe('a question that the Chairman asked', () => {
  test.each(Object.values(examples))('%s: its receipt tells EVA of nobody', async (question) => {
    const asked = question.replace('Acme', seen.customer)
    const { receipt, output } = await doorway.call('ask_crew', { question: asked }, 'chairman')
    const opened = JSON.stringify(await doorway.call('get_receipt', { receipt }, 'eva'))
    for (const text of personal) expect(opened, String(output.text)).not.toContain(text)
  })
})

describe.each(roles)('%s', (role) => {
  test('may call what the matrix says, and is refused the rest before anything is looked at', async () => {
    const context = await doorway.stage.context({ actor: doorway.people[role], door: 'mcp' })
    for (const tool of doorway.tools.tools) {
      const { code, message: text } = await refusal(runTool(tool, { 'no such field': 1 }, context))
      const isTheirs = isAllowed(tool.capability, [role])
      expect(code, `${tool.name}: ${text}`).toBe(isTheirs ? 'invalid_input' : 'forbidden')
    }
  })
})

test('who is EVA is nothing besides, whatever else was given to her', async () => {
  const actor: Actor = { ...doorway.people.eva, roles: roles }
  for (const tool of doorway.tools.tools) {
    const { code } = await refusal(doorway.call(tool.name, { 'no such field': 1 }, 'eva', { actor }))
    expect(code, tool.name).toBe(isAllowed(tool.capability, ['eva']) ? 'invalid_input' : 'forbidden')
  }
})

describe('a story', () => {
  test('EVA proposes, cannot decide; the Chairman reads, decides, and it is done, once', async () => {
    const { id: customer } = await addCustomer(doorway.stage.db, { name: 'Storyteller' })
    const asked = {
      customer,
      cause: 'eva_saw_it',
      title: 'Write to them',
      reason: 'Nobody signs in.',
      draft: { ...message, body: 'Can EVA help you?' },
    }
    const { output: filed } = await doorway.call('file_proposal', asked, 'eva')
    expect(filed).toMatchObject({ outcome: 'filed', status: 'waiting' })
    const proposal = String(filed.proposal)

    const evas = await doorway.call('get_proposal', { proposal }, 'eva')
    expect(evas.output.confirmation).toBeNull()
    const decision = { proposal, decision: 'approve', reason: 'Good.' }
    expect(await refusal(doorway.call('decide_proposal', decision, 'eva'))).toMatchObject({ code: 'forbidden' })

    const { output: read } = await doorway.call('get_proposal', { proposal }, 'chairman')
    expect(read).toMatchObject({ rendered: { body: 'Can EVA help you?' }, confirmation: expect.any(String) })
    const decided = await doorway.call('decide_proposal', { ...decision, confirmation: read.confirmation }, 'chairman')
    expect(decided.output).toMatchObject({ status: 'approved', statusNow: 'done', incidentId: null, askedAgain: null })
    expect(await lettersWith('Can EVA help you?')).toBe(1)

    const after = await doorway.call('get_proposal', { proposal }, 'eva')
    expect(after.output).toMatchObject({ status: 'done', decisions: [{ decidedBy: 'C••• P•••', door: 'mcp' }] })
    const again = { ...decision, confirmation: read.confirmation }
    expect(await refusal(doorway.call('decide_proposal', again, 'chairman'))).toMatchObject({ code: 'conflict' })
    expect(await lettersWith('Can EVA help you?')).toBe(1)

    const told = { about: proposal, outcome: 'successful', response: 'positive', note: 'They wrote back.' }
    expect((await doorway.call('record_outcome', told, 'eva')).output).toMatchObject({
      proposal,
      customer: 'Storyteller',
    })
    const { output } = await doorway.call('list_outcomes', { customer }, 'analyst')
    expect(output).toMatchObject({ total: 1, outcomes: [{ note: 'They wrote back.', recordedBy: 'E••• P•••' }] })
  })

  test('in a venture where nobody was scored yet and nobody wrote anything the crew runs to its end', async () => {
    const young = await openDoorway()
    try {
      await addCustomer(young.stage.db, { name: 'First of all' })
      expect((await young.call('run_crew', { wait: true }, 'eva')).output).toMatchObject({
        status: 'done',
        hasReport: true,
      })
    } finally {
      await young.close()
    }
  })

  test('what EVA proposes waits for a person, also where the crew’s own would pass', async () => {
    const { stage } = doorway
    await setTestMode(stage, 'message', 'auto')
    try {
      const { id: customer } = await addCustomer(stage.db)
      const asked = { customer, cause: 'auto_mode', title: 'Write', reason: 'Idle.', draft: message }
      const { output } = await doorway.call('file_proposal', asked, 'eva')
      const { output: read } = await doorway.call('get_proposal', { proposal: output.proposal }, 'eva')
      expect(read).toMatchObject({ mode: 'auto', status: 'waiting', touches: [] })
      const crews = await file(stage, { customerId: (await addCustomer(stage.db)).id })
      expect(await policyVerdict(await stage.context(), crews.id)).toBe('pass')
      expect(await policyVerdict(await stage.context(), String(output.id))).toBe('ask')
      // Without a token an assistant on this computer is an agent called so, and a person an operator without a name.
      const eva: Actor = { kind: 'agent', id: 'eva', name: 'EVA at this computer', roles: ['eva'] }
      for (const actor of [eva, localOperator]) {
        const { id } = await addCustomer(stage.db)
        const filed = await doorway.call('file_proposal', { ...asked, customer: id }, 'eva', { actor })
        expect(await policyVerdict(await stage.context(), String(filed.output.id)), actor.id).toBe('ask')
      }
    } finally {
      await setTestMode(stage, 'message', 'assisted')
    }
  })

  test('a task is done by a person; an agent with a role of the team is told so', async () => {
    const actor: Actor = { ...doorway.people.success, kind: 'agent' }
    const done = doorway.call('complete_task', { task: seen.decided }, 'success', { actor })
    expect(await refusal(done)).toMatchObject({ code: 'forbidden', field: 'actor' })
  })

  test('what somebody wrote is not cited in a proposal', async () => {
    const found = await doorway.call('search_feedback', { query: 'wrong invoice' }, 'success')
    const quote = found.facts.find(({ text }) => text.includes('The invoice was wrong'))
    const asked = {
      customer: seen.customer,
      cause: 'quotes_them',
      title: 'Write',
      reason: `They wrote {{fact:${quote?.id}}}.`,
      draft: message,
    }
    expect(await refusal(doorway.call('file_proposal', asked, 'eva'))).toMatchObject({ code: 'invalid_input' })
  })

  test('an outcome needs something that happened', async () => {
    const { label } = await file(doorway.stage, { customerId: (await addCustomer(doorway.stage.db)).id })
    const told = { about: label, outcome: 'successful' }
    expect(await refusal(doorway.call('record_outcome', told, 'eva'))).toMatchObject({ code: 'conflict' })
    const { output: read } = await doorway.call('get_proposal', { proposal: label }, 'chairman')
    const decision = { proposal: label, decision: 'reject', reason: 'No.', confirmation: read.confirmation }
    await doorway.call('decide_proposal', decision, 'chairman')
    expect(await refusal(doorway.call('record_outcome', told, 'eva'))).toMatchObject({
      code: 'conflict',
      message: `${label} is rejected: nothing was done, so nothing came of it.`,
    })
    const later = { about: seen.customer, outcome: 'successful', on: '2026-03-03' }
    expect(await refusal(doorway.call('record_outcome', later, 'eva'))).toMatchObject({ field: 'on' })
    const nobody = { about: 'T-999999', outcome: 'successful' }
    expect(await refusal(doorway.call('record_outcome', nobody, 'eva'))).toMatchObject({ code: 'not_found' })
    expect(await refusal(doorway.call('record_outcome', told, 'analyst'))).toMatchObject({ code: 'forbidden' })
  })
})

async function lettersWith(text: string): Promise<number> {
  const folder = join(doorway.stage.dataDir, 'outbox')
  const letters = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
  return letters.filter((letter) => letter.includes(text)).length
}

/** Everything that personal text can stand in: users, owners, tickets, feedback, notes, decisions, alerts, outcomes, runs. */
async function addWhatIsSeen({ stage, call }: Doorway) {
  const { db } = stage
  const customer = 'Acme 2000 GmbH'
  const customerId = await addTalkingCustomer(stage, {
    name: customer,
    email: 'uma.privat@mailhost.invalid',
    ticket: 'Call uma.privat@mailhost.invalid on +49 30 5550199',
    words: 'The invoice was wrong again, ring me on 0171 5550100 or 202-555-0143.',
  })
  const decided = await file(stage, {
    customerId,
    cause: 'told_by_phone',
    title: 'Call 0171 5550100',
    reason: 'Nobody answers 0171 5550100.',
    draft: {
      kind: 'task',
      title: 'Ring 0171 5550100',
      body: 'Uma is at uma.privat@mailhost.invalid, 0171 5550100.',
      dueInDays: 1,
    },
  })
  const { output: read } = await call('get_proposal', { proposal: decided.label }, 'success')
  const decision = { proposal: decided.label, decision: 'approve', confirmation: read.confirmation }
  await call('decide_proposal', { ...decision, reason: 'boss@acme-inc.invalid asked for it, 0171 5550100.' }, 'success')
  const { output: tasks } = await call('list_tasks', {}, 'success')
  const [task] = z.object({ tasks: z.array(z.object({ task: z.string() })) }).parse(tasks).tasks
  await call(
    'record_outcome',
    { about: task?.task, outcome: 'successful', note: 'Ring +49 30 5550199 or 0171 5550100.' },
    'success',
  )
  await call('complete_task', { task: task?.task, note: 'Reached boss@acme-inc.invalid on 0171 5550100' }, 'success')
  const waiting = await file(stage, {
    customerId,
    cause: 'waits_to_be_read',
    title: 'Write to uma.privat@mailhost.invalid, 0171 5550100',
  })
  const alert = await raiseAlert(
    await stage.context(),
    alertAbout(customerId, { body: 'Ring boss@acme-inc.invalid on +49 30 5550199 or 0171 5550100' }),
  )
  await call('acknowledge_alert', { alert: alert?.label, note: 'Told owner@crew.invalid, 0171 5550100' }, 'success')
  const change = {
    changes: [{ parameter: 'ticketPenalty', to: 12 }],
    reason: 'boss@acme-inc.invalid, 0171 5550100, wants it',
  }
  await call('change_settings', change, 'chairman')
  await call('set_mode', { kind: 'offer', mode: 'assisted', reason: '0171 5550100 wants it' }, 'chairman')
  const { receipt } = await call('get_nps', {}, 'success')
  await call('run_crew', { wait: true }, 'success')
  return { customer, customerId, decided: decided.label, waiting: waiting.label, alert: alert?.label, receipt, db }
}

/** Reads, and what a masked role may do; what only the team does is not called for its own sake. */
function isCalledHere({ effect, capability }: Tool): boolean {
  return effect === 'read' || isAllowed(capability, ['eva']) || isAllowed(capability, ['analyst'])
}

async function said(tool: Tool, role: Role): Promise<string> {
  const answer = await doorway.call(tool.name, inputOf(tool), role).catch((error: unknown) => {
    if (error instanceof UserError) return error.answer
    throw error
  })
  return JSON.stringify(answer)
}

/** By the names of the fields that must be given; what they do not tell stands in `inputs`. */
function inputOf(tool: Tool): Record<string, unknown> {
  const inputs: Record<string, Record<string, unknown>> = {
    ask_crew: { question: 'Why did Acme 2000 GmbH drop?' },
    compare_settings: { from: 1, to: 2 },
    file_proposal: {
      customer: seen.customer,
      cause: 'asked_by_mail',
      title: 'Call boss@acme-inc.invalid',
      reason: 'They asked.',
      draft: { kind: 'task', title: 'Call 0171 5550100', body: 'Call them.', dueInDays: 1 },
    },
    get_receipt: { receipt: seen.receipt },
    list_proposals: { statuses: ['waiting', 'executing', 'done', 'rejected'] },
    list_tasks: { statuses: ['open', 'done'] },
    record_outcome: { about: seen.customer, outcome: 'successful', note: 'Ring +49 30 5550199.' },
    search_feedback: { query: 'wrong invoice' },
  }
  const known: Record<string, unknown> = {
    customer: seen.customer,
    proposal: seen.decided,
    alert: seen.alert,
    receipt: seen.receipt,
    query: 'invoice',
  }
  const { required = [] } = z.toJSONSchema(tool.input, { io: 'input' })
  return inputs[tool.name] ?? Object.fromEntries(required.map((field) => [field, known[field]]))
}
