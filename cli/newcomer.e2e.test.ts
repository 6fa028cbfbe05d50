/** The newcomer's story on a small sample: start, look, decide, see it carried out once, and find the proof. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addCommands } from './commands/all.ts'
import { type Finished, type Installation, openInstallation } from './installation.fixture.ts'

interface Shown {
  proposal: string
  kind: string
  status: string
  moneyAtStakeMinor: number
  churnProbability: number | null
  customer: { externalId: string; name: string } | null
  addressedTo: string
}
interface Detail extends Shown {
  touches: { channel: string; status: string; reference: string | null }[]
  tasks: { task: string; status: string; doneBy: string | null }[]
  decisions: { decision: string; decidedBy: string; reason: string }[]
}
interface Decided {
  decision: { decidedBy: string; newProposal: string | null; dueAt: string | null; checkTask: string | null }
  proposal: Detail
}
interface Status {
  counts: Record<string, number>
  waitingProposals: number
  openTasks: number
}

const CUSTOMERS = 90
const counts = [
  'customers',
  'users',
  'subscriptions',
  'usageEvents',
  'supportTickets',
  'surveyResponses',
  'feedback',
  'churnEvents',
  'scores',
  'proposals',
  'touches',
]

let here: Installation
let started: Finished
let waiting: Shown[] = []
/** The next one of this kind that nothing was decided on yet. */
const take = (kind: string): string => {
  const index = waiting.findIndex((proposal) => proposal.kind === kind)
  const [taken] = index < 0 ? [] : waiting.splice(index, 1)
  if (!taken) throw new Error(`no ${kind} waits`)
  return taken.proposal
}
const detail = (proposal: string) => json<Detail>('approvals', proposal)
const mails = () => (existsSync(join(here.dataDir, 'outbox')) ? readdirSync(join(here.dataDir, 'outbox')) : [])

/** Commands that the story has seen print one document; the last test runs those that are left. */
const seenWithJson: string[] = []
async function json<Document>(...args: string[]): Promise<Document> {
  const document = await here.json<Document>(...args)
  seenWithJson.push(args.join(' '))
  return document
}
const defaults: Record<string, string> = { mode: 'mode show', people: 'people list', tool: 'tool list' }
const leafOf = (leaves: string[]) => (line: string) => {
  const [first = ''] = line.split(' ')
  return leaves.find((name) => line.startsWith(name)) ?? defaults[first] ?? first
}
/** What a person would type: the text of a hint, its quotes taken as a shell takes them. */
const typed = (hint: string) =>
  [...hint.replace(/^npx crew /, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, word]) => double ?? single ?? word ?? '',
  )

beforeAll(async () => {
  here = await openInstallation()
  // A fixed day: what waits must not depend on when the suite runs.
  started = await here.launch({}, 'start', '--once', '--customers', String(CUSTOMERS), '--end-on', '2026-11-20')
}, 120_000)

afterAll(() => here.stop())

describe('the first start', () => {
  test('loads and scores the sample, says that it is simulated, and shows what waits', async () => {
    expect(started.stderr).not.toMatch(/error|warning|^\s+at /im)
    expect(started.status).toBe(0)
    expect(started.stdout).toContain('Simulated')
    const status = await json<Status>('status')
    expect(Object.keys(status.counts)).toEqual(expect.arrayContaining(counts))
    expect(status.counts).toMatchObject({ customers: CUSTOMERS, scores: CUSTOMERS, touches: 0 })
    expect(status.counts.usageEvents).toBeGreaterThan(CUSTOMERS)
    expect(status.waitingProposals).toBe(status.counts.proposals)
    expect(status.waitingProposals).toBeGreaterThan(5)
    expect(started.stdout).toContain(`${status.waitingProposals} proposals`)
  })

  test('keeps keys, tokens and the report from other users of the computer', () => {
    const mode = (name: string) => statSync(join(here.dataDir, name)).mode & 0o777
    expect(mode('chairman.token')).toBe(0o600)
    expect(mode('ledger.key')).toBe(0o600)
    const reports = readdirSync(join(here.dataDir, 'reports'))
    expect(reports.map((file) => file.split('.').pop()).sort()).toEqual(['html', 'md'])
    for (const report of reports) expect(mode(`reports/${report}`)).toBe(0o600)
  })

  test('ranks approvals by money at stake and risk', async () => {
    waiting = (await json<{ proposals: Shown[] }>('approvals', '--limit', '500')).proposals
    const worth = waiting
      .filter(({ churnProbability }) => churnProbability !== null)
      .map(({ moneyAtStakeMinor, churnProbability }) => moneyAtStakeMinor * (churnProbability ?? 0))
    expect(worth.length).toBeGreaterThan(3)
    expect(worth).toEqual([...worth].sort((one, other) => other - one))
  })

  test('logs nobody in, so that nothing can be decided yet', async () => {
    const proposal = waiting[0]?.proposal ?? ''
    const { status, stdout, stderr } = await here.launch({}, 'approve', proposal, '--reason', 'Worth it')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/log in first: crew login/i)
    expect((await json<Status>('status')).waitingProposals).toBe(waiting.length)
    expect(mails()).toEqual([])
  })

  test('ends with commands that all work as typed', async () => {
    const next = started.stdout.slice(started.stdout.lastIndexOf('\nNext'))
    const hints = [...next.matchAll(/^ {2}(npx crew .*?) {2}/gm)].map(([, hint = '']) => hint)
    expect(hints.map((hint) => typed(hint)[0])).toEqual(['approvals', 'login', 'approve', 'customer', 'report'])
    for (const hint of hints) {
      const { status, stderr } = await here.launch({}, ...typed(hint))
      expect({ hint, status, stderr }).toEqual({ hint, status: 0, stderr: '' })
    }
    waiting.shift() // it was approved as the hint said
  })

  test('done again neither loads nor runs twice', async () => {
    const before = await json<Status>('status')
    const again = await here.crew('start', '--once', '--customers', '10')
    expect(again.status).toBe(0)
    expect(again.stdout).toContain('ran for this day already')
    expect((await json<Status>('status')).counts).toEqual(before.counts)
  })
})

describe('decisions of the Chairman', () => {
  test('an approved message is carried out once, and who decided what is told to the next', async () => {
    const proposal = take('message')
    const decided = await json<Decided>('approve', proposal, '--reason', 'Worth it')
    const { touches, status } = decided.proposal
    expect({ status, touches: touches.map((touch) => [touch.channel, touch.status]) }).toEqual({
      status: 'done',
      touches: [['email', 'sent']],
    })
    expect(mails()).toHaveLength(1)
    const mail = readFileSync(join(here.dataDir, 'outbox', mails()[0] ?? ''), 'utf8')
    expect(mail).toMatch(/^To: .*\.invalid/m)

    const twice = await here.crew('approve', proposal, '--reason', 'Again')
    expect(twice.status).toBe(1)
    expect(twice.stderr).toMatch(new RegExp(`${proposal} was approved by Chairman on .*: Worth it`))
    expect(mails()).toHaveLength(1)
  })

  test('a decision is carried out although the database died before it', async () => {
    const proposal = take('message')
    const before = here.holderPid()
    if (before !== undefined) process.kill(before, 'SIGKILL')
    const decided = await json<Decided>('approve', proposal, '--reason', 'After a restart')
    expect(decided.decision.decidedBy).toBe('Chairman')
    expect(decided.proposal.status).toBe('done')
    expect(mails()).toHaveLength(2)
    if (here.isEmbedded) expect(here.holderPid()).not.toBe(before)
  })

  test('what is Manual becomes a task, and is done when a person says so', async () => {
    // A message, for only there does Manual differ: approved, it is a person's to write, and no mail leaves.
    expect((await here.crew('mode', 'set', 'message', 'manual', '--reason', 'People write these')).status).toBe(0)
    const proposal = take('message')
    const approved = await here.crew('approve', proposal, '--reason', 'Fine')
    const hint = /Next: when it is done, (npx crew done .*)$/m.exec(approved.stdout)?.[1] ?? ''
    const { tasks } = await json<{ tasks: { task: string; proposal: string | null }[] }>('tasks')
    expect(tasks.map((task) => task.proposal)).toContain(proposal)
    expect(await here.crew(...typed(hint), '--note', 'They took it')).toMatchObject({ status: 0, stderr: '' })
    expect(await detail(proposal)).toMatchObject({ status: 'done', tasks: [{ status: 'done', doneBy: 'Chairman' }] })
    expect(mails()).toHaveLength(2)
    expect((await here.crew('mode', 'set', 'message', 'assisted', '--reason', 'As before')).status).toBe(0)
  })

  test('modify makes another proposal, with the changed words, that waits', async () => {
    const proposal = take('message')
    const words = ['--subject', 'A word from us', '--reason', 'Shorter']
    const changed = await json<Decided>('modify', proposal, ...words)
    expect(changed.proposal.status).toBe('superseded')
    expect(await detail(changed.decision.newProposal ?? '')).toMatchObject({
      status: 'waiting',
      rendered: { heading: 'A word from us' },
    })
  })

  test('escalate passes it to the Chairman with a due time; monitor closes it with a check', async () => {
    const index = waiting.findIndex(({ addressedTo }) => addressedTo === 'success')
    const [passed] = waiting.splice(index, 1)
    const escalated = await json<Decided>('escalate', passed?.proposal ?? '', '--reason', 'Above me')
    expect(Date.parse(escalated.decision.dueAt ?? '')).toBeGreaterThan(Date.now())
    expect(escalated.proposal).toMatchObject({ status: 'waiting', addressedTo: 'chairman' })

    const watched = await json<Decided>('monitor', take('task'), '--reason', 'Wait')
    expect(watched.proposal.status).toBe('rejected')
    const { tasks } = await json<{ tasks: { task: string; kind: string; dueAt: string }[] }>('tasks')
    const check = tasks.find(({ task }) => task === watched.decision.checkTask)
    expect(check?.kind).toBe('check')
    expect((Date.parse(check?.dueAt ?? '') - Date.now()) / 86_400_000).toBeCloseTo(14, 0)
  })

  test('the report shows what was decided', async () => {
    const { stdout } = await here.crew('report', '--print')
    expect(stdout.includes('After a restart'), 'the reason').toBe(true)
  })

  test('modes are the Chairman’s, and Auto is not given away', async () => {
    expect(await here.crew('mode', 'set', 'task', 'manual', '--reason', 'By hand')).toMatchObject({ status: 0 })
    const auto = await here.crew('mode', 'set', 'message', 'auto', '--reason', 'Faster')
    expect(auto).toMatchObject({ status: 1, stdout: '' })
    expect(auto.stderr).toContain('not earned')
    const { modes } = await json<{ modes: { kind: string; mode: string }[] }>('mode')
    expect(Object.fromEntries(modes.map(({ kind, mode }) => [kind, mode]))).toMatchObject({
      task: 'manual',
      message: 'assisted',
    })
  })
})

describe('proof', () => {
  test('a number’s receipt opens and replays to the same', async () => {
    const { receipt } = await json<{ receipt: string }>('customers', '--status', 'critical')
    expect(await json('receipt', receipt)).toMatchObject({ receipt, tool: 'list_customers', isUnaltered: true })
    expect(await json('receipt', receipt, '--replay')).toMatchObject({ equal: true })
  })

  test('a job is run now, shown, and tried again only when it failed', async () => {
    const { run } = await json<{ run: string }>('jobs', 'run', 'refresh_scores')
    await json('worker', '--once')
    expect(await json('jobs', 'show', run)).toMatchObject({
      job: 'refresh_scores',
      state: 'done',
      attempts: 1,
      reason: null,
    })
    const { status, stderr } = await here.crew('jobs', 'retry', run, '--json')
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('crew jobs run refresh_scores') })
    seenWithJson.push('jobs retry')
  })

  test('the ledger is intact after everything above', async () => {
    expect(await json('ledger', 'verify')).toMatchObject({ isIntact: true, problems: [] })
  })
})

test('with --json every command prints one document and nothing else', async () => {
  const customer = waiting[0]?.customer?.externalId ?? ''
  const { tasks } = await json<{ tasks: { task: string }[] }>('tasks')
  // In this order, for some stand on what those before them did.
  const left: Record<string, string[]> = {
    start: ['start', '--once'],
    run: ['run', '--max-customers', '1'],
    report: ['report'],
    ask: ['ask', 'how healthy are our customers'],
    customer: ['customer', customer],
    why: ['why', customer],
    metrics: ['metrics'],
    dashboard: ['dashboard'],
    'edge-cases': ['edge-cases'],
    system: ['system', '--check'],
    doctor: ['doctor'],
    'slack preview': ['slack', 'preview'],
    'triggers check': ['triggers', 'check'],
    'triggers list': ['triggers', '--all'],
    gates: ['gates'],
    backtest: ['backtest', '--compare', 'consumer'],
    feedback: ['feedback', 'too expensive'],
    score: ['score'],
    login: ['login', '--token-file', join(here.dataDir, 'chairman.token')],
    'alerts digest': ['alerts', 'digest'],
    'alerts list': ['alerts'],
    'alerts show': ['alerts', 'show', 'A-101'],
    'alerts ack': ['alerts', 'ack', 'A-101'],
    'alerts send': ['alerts', 'send'],
    reject: ['reject', take('task'), '--reason', 'No'],
    done: ['done', tasks[0]?.task ?? ''],
    sample: ['sample', '--customers', '5', '--out', join(here.folder, 'sample')],
    import: ['import', join(here.folder, 'sample/customers.csv'), '--mapping', sampleMapping, '--venture', 'other'],
    migrate: ['migrate'],
    'mode set': ['mode', 'set', 'task', 'assisted', '--reason', 'Again'],
    'settings list': ['settings'],
    'settings show': ['settings', 'show', 'engagement_weight'],
    'settings set': ['settings', 'set', 'crm_sync_hours=12', '--reason', 'Sooner'],
    'settings preset': ['settings', 'preset'],
    'settings history': ['settings', 'history'],
    'settings undo': ['settings', 'undo', '--reason', 'Not needed'],
    'settings diff': ['settings', 'diff', '1'],
    'people list': ['people'],
    'people add': ['people', 'add', 'Ann', '--role', 'success'],
    'people roles': ['people', 'roles', 'Ann', '--role', 'analyst'],
    'people mail': ['people', 'mail', 'Ann', 'ann@example.com'],
    'people token': ['people', 'token', 'Ann', '--expires', '1'],
    'people deactivate': ['people', 'deactivate', 'Ann'],
    'jobs list': ['jobs'],
    'keys list': ['keys'],
    'keys create': ['keys', 'create', 'web_app', '--source', 'app'],
    'keys revoke': ['keys', 'revoke', 'web_app'],
    'tokens create': ['tokens', 'create', '--role', 'eva', '--expires', '30d'],
    'tokens list': ['tokens'],
    'tokens revoke': ['tokens', 'revoke', 'EVA'],
    'tool list': ['tool'],
    'tool call': ['tool', 'call', 'get_nps'],
    logout: ['logout'],
  }
  const leaves = await leafCommands()
  expect([...new Set([...seenWithJson.map(leafOf(leaves)), ...Object.keys(left)])].sort()).toEqual(leaves.sort())
  const { crew } = here.terminal({ CREW_VENTURE: 'lumen-desk' })
  for (const [name, args] of Object.entries(left)) {
    const { status, stdout, stderr } = await crew(...args, '--json')
    expect({ name, status, stderr: status === 0 ? '' : stderr }).toEqual({ name, status: 0, stderr: '' })
    expect(typeof JSON.parse(stdout)).toBe('object')
  }
}, 180_000)

const sampleMapping = new URL('../sample/mappings/sample.yaml', import.meta.url).pathname

async function leafCommands(): Promise<string[]> {
  const program = new Command()
  await addCommands(program)
  const leaves = (command: Command, path: string): string[] =>
    command.commands.length === 0 ? [path] : command.commands.flatMap((each) => leaves(each, `${path} ${each.name()}`))
  // Standard output of `mcp` is a protocol's wire.
  return program.commands.flatMap((command) => leaves(command, command.name())).filter((name) => name !== 'mcp')
}
