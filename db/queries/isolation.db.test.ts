/**
 * Ventures never see each other. Every exported query of this folder is called on one venture, before and after a second
 * one holds the same ids and external ids with other contents: the answers are equal, and the second is left untouched.
 * A query that is not listed in `calls` fails the test.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterAll, expect, test } from 'vitest'
import { simulateVenture } from '../../sample/simulate.ts'
import { refreshScores } from '../../tools/health/refresh-scores.ts'
import { importFiles } from '../../tools/import/import-files.ts'
import { defaultSettings } from '../../tools/settings/settings.ts'
import { testContext } from '../../tools/test-context.ts'
import { createClient, type Sql } from '../client.ts'
import { createTestVenture, testDatabaseUrl } from '../test-database.ts'
import { VentureDb } from '../venture-db.ts'
import { createRefreshTables, dropRefreshTables, rememberBefore, scoreDue } from './customer-states.ts'
import { makeAllDue, type RefreshTables } from './due-customers.ts'
import { ledgerHead } from './ledger.ts'
import { rewindScored } from './snapshots.ts'

const folder = mkdtempSync(join(tmpdir(), 'crew-isolation-'))
const sql = createClient(testDatabaseUrl())
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await sql.end()
})

const ASOF = '2026-03-31'
const NOW = new Date(`${ASOF}T12:00:00Z`)
const LATER = new Date(NOW.getTime() + 86_400_000)

/** What the calls speak about; the second venture has all of it under the same ids. */
interface Ids {
  customer: string
  externalId: string
  user: string
  person: string
  proposal: string
  proposalNumber: number
  touch: string
  task: string
  taskNumber: number
  receipt: string
  receiptNumber: number
  firing: string
  run: string
  alert: string
  alertNumber: number
  alertMessage: string
  slackMessage: string
  token: string
  tokenHash: string
  apiKey: string
  conversation: string
  embedding: number[]
}

type Call = (query: (...args: unknown[]) => unknown, db: VentureDb, ids: Ids) => unknown
/** Calls with arguments made from the ids. */
const given =
  (args: (ids: Ids) => unknown[] = () => []): Call =>
  (query, db, ids) =>
    query(db, ...args(ids))
/** Rows whose order means nothing. */
const anyOrder =
  (call: Call): Call =>
  async (query, db, ids) =>
    sorted(await call(query, db, ids))
const sorted = (answer: unknown): unknown => {
  if (Array.isArray(answer))
    return answer.map(sorted).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
  if (answer === null || typeof answer !== 'object' || answer instanceof Date) return answer
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, sorted(value)]))
}
const anyOrderGiven = (args: (ids: Ids) => unknown[]) => anyOrder(given(args))
/** A part of a statement, run as one. */
const part =
  (...args: unknown[]): Call =>
  (query, db) =>
    db.sql`select * from (${query(db, ...args) as ReturnType<VentureDb['sql']>}) part order by 1, 2`
/** Not a query of a venture's rows; a reason why. */
const none =
  (_why: string): Call =>
  () =>
    null

const at = { asOf: ASOF, knownAt: new Date('2100-01-01') }

const refreshDay = {
  day: ASOF,
  knownAt: at.knownAt,
  firstDays: {
    firstLoginOn: null,
    firstFeatureOn: ASOF,
    firstTicketOn: ASOF,
    firstContractOn: ASOF,
    firstDepartureOn: null,
  },
}
const refreshSources = { hasFeatures: true, hasTickets: true, engagementBasis: 'usage', churnRule: 'subscription' }

/** Called in the middle of a refresh in which everybody is due and scored; what its tables then hold is an answer too. */
const inRefresh =
  (call: (query: (...args: unknown[]) => unknown, db: VentureDb, tables: RefreshTables) => unknown): Call =>
  async (query, db) => {
    const tables = {
      due: 'staging_due_i',
      set: 'staging_set_i',
      scored: 'staging_scored_i',
      before: 'staging_before_i',
    }
    await createRefreshTables(db, tables)
    await makeAllDue(db, tables, ASOF, ASOF)
    await scoreDue(db, tables, { ...refreshDay, isPast: false, isSettled: false, isSameDay: false }, defaultSettings)
    await rememberBefore(db, tables)
    const answer = await call(query, db, tables)
    const held = await db.sql`select to_jsonb(held) as held from ${db.sql(tables.scored)} held order by customer_id`
    const due = await db.sql`select to_jsonb(due) as due from ${db.sql(tables.due)} due order by customer_id, since_on`
    await dropRefreshTables(db, tables)
    return [answer, [...held], [...due]]
  }
const settings = defaultSettings
const rule = 'subscription'
const statuses = ['waiting', 'approved', 'open', 'pending']
const filter = { customerId: null, origin: null, categories: null, fromDay: null, untilDay: null }
const proposal = (ids: Ids) => ({
  id: uuidv7(),
  kind: 'task',
  customerId: ids.customer,
  cause: 'inactive',
  causeKey: 'another',
  title: 'Call',
  reason: 'idle',
  draft: {},
  facts: [],
  receiptIds: [],
  fingerprint: {},
  costMinor: 0,
  moneyAtStakeMinor: 0,
  churnProbability: null,
  addressedTo: 'success',
  proposedBy: 'test',
  runId: null,
  supersedesId: null,
  asOf: ASOF,
  expiresAt: NOW,
  createdAt: NOW,
})

const alert = (ids: Ids) => ({
  id: uuidv7(),
  kind: 'critical_customer',
  causeKey: 'another',
  customerId: ids.customer,
  title: 'Critical',
  body: 'idle',
  facts: [],
  severity: 'high',
  moneyAtStakeMinor: 0,
  raisedBy: 'test',
  raisedAt: NOW,
  deliverAfter: NOW,
  escalatesAt: NOW,
  destinations: [{ medium: 'slack', recipient: '#urgent' }],
})

const alertGroup = { kind: 'critical_customer', step: 0, medium: 'slack', recipient: '#urgent', now: NOW }

const recordsOf = (ids: Ids) => ({ customerIds: [ids.customer], knownAt: at.knownAt, until: ASOF })

const calls: Record<string, Record<string, Call>> = {
  'api-keys': {
    listApiKeyRows: given(),
    insertApiKey: given(() => [
      { id: uuidv7(), name: 'new', source: 'app', keyHash: uuidv7(), createdBy: 'test', createdAt: NOW },
    ]),
    revokeApiKeyRow: given((ids) => [ids.apiKey, NOW]),
    apiKeyByHash: none('the key says which venture a request is for'),
    listSources: given(),
  },
  backtest: {
    backtestLooks: async (query, db) => {
      const looks: unknown[] = []
      const days = ['2025-11-01', '2025-12-01']
      const asked = { ...at, days, scoreKnownAt: at.knownAt, horizonDays: 90, oneIn: 2 }
      await query(db, asked, rule, settings, settings, (look: unknown) => looks.push(JSON.stringify(look)))
      return looks.sort()
    },
    outcomeRules: given(() => [at]),
    customerCount: given(() => [at.knownAt]),
    knowledgeOnDays: given(() => [{ days: ['2025-11-01', ASOF, '2099-01-01'], knownAt: at.knownAt }]),
  },
  alerts: {
    insertAlerts: (query, db, ids) =>
      Promise.resolve(query(db, [alert(ids)])).then((raised) => (raised as string[]).length),
    alertsByCause: given(() => [[{ kind: 'critical_customer', causeKey: 'the cause' }]]),
    alertOwners: given((ids) => [[ids.customer]]),
    closeRecoveredAlerts: given(() => [{ now: NOW, all: true }]),
    closeResolvedAlerts: given(() => [['the cause'], NOW]),
    lockDueEscalations: given(() => [{ now: NOW, limit: 10 }]),
    escalateAlerts: given((ids) => [
      {
        kind: 'critical_customer',
        step: 1,
        ids: [ids.alert],
        destinations: [{ medium: 'slack', recipient: '#team' }],
        nextAfterHours: 48,
        notBefore: NOW,
      },
      NOW,
    ]),
    listAlertRows: given(() => [{ statuses: ['raised'], kinds: null, customerId: null, limit: 10 }]),
    countAlerts: given(() => [{ statuses: ['raised'], kinds: null, customerId: null }]),
    alertByNumber: given((ids) => [ids.alertNumber]),
    foldedWith: given((ids) => [ids.alert]),
    acknowledgeAlerts: given((ids) => [[ids.alert], { personId: ids.person, now: NOW, note: 'ours' }]),
    alertsById: given((ids) => [[ids.alert]]),
    standingCauses: given(() => ['critical_customer', 'the']),
  },
  'alert-mutes': {
    insertMutes: (query, db, ids) =>
      Promise.resolve(
        query(db, [
          { id: uuidv7(), personId: ids.person, kind: null, customerId: ids.customer, mutedAt: NOW, untilAt: LATER },
        ]),
      ).then((numbers) => (numbers as number[]).length),
    standingMutes: given(() => [NOW]),
    endMutes: given((ids) => [{ personId: ids.person, numbers: null, now: NOW }]),
    muteDeliveries: given((ids) => [
      { recipients: ['#urgent'], kind: 'critical_customer', customerId: ids.customer },
      LATER,
    ]),
  },
  conversations: {
    readConversation: given((ids) => [{ id: ids.conversation, asker: 'person:ann', now: NOW }]),
    saveConversation: given((ids) => [
      {
        id: ids.conversation,
        asker: 'person:ann',
        asked: '{"turn": 2}',
        now: NOW,
        expiresAt: new Date(NOW.getTime() + 1),
      },
    ]),
  },
  'customer-names': {
    customersNamedLike: given((ids) => [
      at,
      { words: [], joined: [], sounds: [], externalIds: [ids.externalId.toLowerCase()], limit: 10 },
    ]),
    groupNames: given(() => [at, 10]),
    featureNames: given(() => [at]),
  },
  'alert-deliveries': {
    alertStatesIn: given((ids) => [ids.alertMessage]),
    lockAlertMessages: given(),
    waitingGroups: given(() => [{ now: NOW, since: new Date(NOW.getTime() - 60_000) }]),
    waitingAlerts: given(() => [alertGroup, 10]),
    queueSingleMessage: given((ids) => [{ id: uuidv7(), subject: 'New', body: 'New' }, alertGroup, ids.alert]),
    queueStormMessage: given(() => [uuidv7(), alertGroup]),
    setMessageText: given((ids) => [ids.alertMessage, { subject: 'New', body: 'New', alertCount: 1 }]),
    alertsInMessage: given((ids) => [ids.alertMessage, 10]),
    markDelivered: given((ids) => [ids.alertMessage, NOW]),
    hastenUnreached: given((ids) => [ids.alertMessage, new Date('2020-01-01')]),
    hastenAlerts: given((ids) => [[ids.alert], new Date('2020-01-01')]),
    redirectAlerts: given((ids) => [
      ids.alertMessage,
      { to: { medium: 'email', recipient: 'ops@example.invalid' }, at: NOW },
    ]),
    markOutdated: given((ids) => [[ids.alert], LATER]),
  },
  'alert-messages': {
    queuedAlertMessages: given(() => [{ now: NOW, limit: 10 }]),
    alertMessagesBeingSent: given(),
    alertMessagesOf: given((ids) => [ids.alert]),
    claimAlertMessage: given((ids) => [ids.alertMessage, { attemptId: uuidv7(), sentBy: 'test', at: NOW }]),
    settleAlertMessage: given((ids) => [ids.alertMessage, { attemptId: uuidv7(), to: 'sent', at: NOW }]),
    deferAlertMessage: given((ids) => [ids.alertMessage, LATER]),
    outdatedAlertMessages: given(() => [10]),
    markRevised: given((ids) => [ids.alertMessage, LATER]),
    threadAbout: given((ids) => [
      { customerId: ids.customer, medium: 'slack', recipient: '#sent', sentBy: 'slack', since: new Date(0) },
    ]),
    nextAlertAt: given(() => [new Date('2020-01-01')]),
  },
  churn: {
    churnCells: given(() => [
      { ...at, referenceDays: ['2025-11-01', '2025-12-01'], horizonDays: 90, oneIn: 1 },
      rule,
      settings,
    ]),
    countCustomers: given(),
    customerAges: given(() => [at, rule, settings]),
    storePredictions: given((ids) => [
      { ...at, horizonDays: 90, method: 'observed_share_v1', settingsVersion: 1, now: NOW },
      [
        {
          customerId: ids.customer,
          churnProbability: 0.5,
          probabilityLow: 0.1,
          probabilityHigh: 0.9,
          band: 'healthy',
          ageBand: 'new',
          observedCount: 1,
          churnedCount: 0,
        },
      ],
    ]),
  },
  'crew-runs': {
    lockCrewRuns: given(() => []),
    insertCrewRun: given(() => [{ id: uuidv7(), asOf: ASOF, knownAt: NOW, startedAt: NOW, writer: 'offline' }]),
    finishCrewRun: given((ids) => [{ id: ids.run, status: 'done', finishedAt: NOW, summary: { a: 1 } }]),
    readCrewRun: given((ids) => [ids.run]),
    noteRunProgress: given((ids) => [
      { id: ids.run, progress: { step: 'a', done: 1, total: 2, message: 'b' }, seenAt: NOW },
    ]),
    askRunToStop: given((ids) => [ids.run, NOW]),
  },
  'customer-groups': {
    customerSource: given(() => [at, 1]),
    groupHealth: given(() => [{ ...at, by: 'plan', source: 'facts', movers: 5 }, settings]),
    groupChurn: given(() => [{ ...at, by: 'size', from: '2025-12-01', until: ASOF, source: 'facts' }, rule, settings]),
    dearestPlan: none('an aggregate over the rows of another statement'),
    groupNps: given(() => [{ ...at, by: 'tenure', from: '2025-12-01', until: ASOF, source: 'facts' }]),
  },
  customers: {
    customerProfiles: given(() => [at, null]),
    matchCustomers: given((ids) => [at, ids.externalId]),
    customersById: given((ids) => [at, [ids.externalId, ids.customer]]),
    departureReason: given((ids) => [{ ...at, customerId: ids.customer }]),
    customerSignals: given(() => [at, null, []]),
    standing: none('a condition'),
    duringDay: none('a condition'),
  },
  'customer-records': {
    customerPage: given(() => [{ knownAt: at.knownAt, after: null, limit: 1000 }]),
    versionRows: anyOrderGiven((ids) => [recordsOf(ids)]),
    contractRows: anyOrderGiven((ids) => [recordsOf(ids)]),
    departureRows: anyOrderGiven((ids) => [recordsOf(ids)]),
    ticketRows: anyOrderGiven((ids) => [recordsOf(ids)]),
    usageRows: anyOrderGiven((ids) => [
      {
        customers: [{ id: ids.customer, knownThen: at.knownAt }],
        cuts: [{ until: ASOF, known: 'then' }],
        since: '2025-12-01',
        knownAt: at.knownAt,
      },
    ]),
    customerRows: anyOrderGiven((ids) => [
      {
        customerIds: [ids.customer],
        firstDay: '2026-03-01',
        until: ASOF,
        cuts: [
          { until: '2026-03-01', known: 'then' },
          { until: ASOF, known: 'now' },
        ],
        since: '2025-12-01',
        knownAt: at.knownAt,
      },
    ]),
    lastUse: given((ids) => [{ ...recordsOf(ids), kind: null }]),
    lateRows: given((ids) => [
      { customerId: ids.customer, since: '2025-01-01', until: ASOF, knownThen: new Date(0), knownAt: at.knownAt },
    ]),
  },
  decisions: {
    insertDecision: given((ids) => [
      {
        id: uuidv7(),
        proposalId: ids.proposal,
        round: 2,
        decision: 'approve',
        personId: ids.person,
        reason: 'yes',
        door: 'cli',
        dueAt: null,
        decidedAt: NOW,
      },
    ]),
    decisionsOf: given((ids) => [ids.proposal]),
    latestDecision: given((ids) => [ids.proposal]),
  },
  digest: { weekOfScores: given(() => [{ ...at, weekBefore: '2026-03-24', top: 10 }, settings]) },
  feedback: {
    feedbackToEmbed: given(() => ['test', { afterId: null, limit: 5 }]),
    feedbackToCategorise: given(() => [{ afterId: null, limit: 5 }]),
    countFeedbackToEmbed: given(() => ['test']),
    isFeedbackToEmbed: given(() => ['test', null]),
    insertFeedbackEmbeddings: given(() => ['another', []]),
    fillFeedbackCategories: given(() => [[]]),
    analyzeFeedback: none('statistics of a whole table'),
    nearestFeedback: given((ids) => [at, { embedder: 'test', embedding: ids.embedding, filter, limit: 3 }]),
    countSearchable: given(() => [at, { embedder: 'test', filter }]),
    countFeedbackBy: given(() => [
      at,
      { previousFromDay: '2025-10-01', fromDay: '2026-01-01', untilDay: '2026-04-01' },
      { customerId: null, segment: null },
    ]),
    customerWords: given((ids) => [at, [ids.customer], 3]),
    hasFeedback: given(() => [at]),
  },
  'first-value': {
    firstValueDays: given(() => [{ ...at, from: '2020-01-01', until: ASOF, features: [] }]),
  },
  fingerprints: {
    customerFingerprintsAt: given((ids) => [[ids.customer], at]),
    latestChurnProbability: given((ids) => [ids.customer, at]),
    lastRefreshAt: given(),
  },
  gates: {
    onboarding: given(() => [{ ...at, onboardingDays: 14 }, rule, settings]),
    dataFlow: given(() => [at]),
    systemActivity: given(() => [{ now: new Date('2100-01-01'), alertDays: 36_500, alertHours: 24 }]),
  },
  ledger: {
    lockLedgerHead: given(),
    insertLedgerRows: given(() => [[{ seq: 2, entry: '{}', prevHash: 'a', hash: 'b' }]]),
    ledgerHead: given(),
    ledgerValues: none('columns of the rows it is given'),
    ledgerRowsAfter: given(() => [0, 10]),
  },
  lifecycle: {
    churnRule: given(() => [at, settings]),
    activeSpells: part(at, rule, settings),
    stoppedPayers: part({ ...at, from: '2025-10-01', until: '2026-03-01' }, 'subscription'),
  },
  ingest: {
    lockBatches: none('takes the venture’s lock'),
    findAnswered: given((ids) => [[{ keyId: ids.apiKey, idempotencyKey: 'first' }]]),
    insertAnswered: given((ids) => [
      [{ keyId: ids.apiKey, idempotencyKey: 'second', bodyHash: 'h', status: 200, answer: '{}' }],
      NOW,
    ]),
    forgetAnswered: given(() => [new Date('2100-01-01')]),
    touchApiKeys: given((ids) => [[ids.apiKey], NOW]),
  },
  marks: { isAnyoneMarked: given(() => ['2100-01-01']) },
  modes: {
    currentModes: given(),
    insertMode: given(() => [{ id: uuidv7(), kind: 'task', mode: 'manual', setBy: 'test', reason: 'test' }]),
  },
  nps: { npsAnswers: given(() => [{ ...at, windowDays: 300 }]) },
  outcomes: {
    outreach: given(() => [
      { from: '2020-01-01', until: '2100-01-01', asOf: ASOF, responseDays: 14, conversionDays: 60 },
    ]),
    statusIntervals: given((ids) => [[ids.customer], '2020-01-01']),
    criticalContacts: given(() => [{ from: '2020-01-01', until: '2100-01-01', hours: 24, now: NOW }]),
  },
  'slack-requests': {
    insertSlackRequests: given(() => [
      [
        { id: 'Ev1', work: 'ask', teamId: 'T1', data: '{}' },
        { id: 'Ev2', work: 'ask', teamId: 'T1', data: '{}' },
      ],
      NOW,
    ]),
    beginSlackRequest: given(() => ['Ev1', NOW]),
    keepOfSlackRequest: given(() => ['Ev1', '{"answer": 1}']),
    finishSlackRequest: given(() => ['Ev1', NOW, { problem: null, kept: '{}' }]),
    takeKeptOfSlackRequest: given(() => ['Ev0', 'Ev1', new Date('2020-01-01')]),
    giveBackKeptOfSlackRequest: given(() => ['Ev0', '{}']),
    openSlackRequests: given(() => [new Date('2100-01-01'), 10]),
    forgetSlackRequests: given(() => [new Date('2100-01-01')]),
    slackConversation: given((ids) => [{ channel: 'D1', thread: '', personId: ids.person }, new Date('2020-01-01')]),
    keepSlackConversation: given((ids) => [{ channel: 'D1', thread: '', personId: ids.person }, 'another', NOW]),
  },
  'slack-messages': {
    proposalsToAnnounce: given(() => [{ recipient: '#other', addressedTo: 'success' }]),
    insertAnnouncement: given((ids) => [
      { id: uuidv7(), form: 'card', recipient: '#other', personId: null, createdAt: NOW },
      [{ id: ids.proposal, round: 1 }],
    ]),
    slackMessageById: given((ids) => [ids.slackMessage]),
    slackMessagesToPost: given(() => [new Date('2100-01-01')]),
    slackMessagesBeingPosted: given(),
    claimSlackMessage: given((ids) => [ids.slackMessage, { attemptId: uuidv7(), sentBy: 'test', at: NOW }]),
    settleSlackMessage: given((ids) => [ids.slackMessage, ids.slackMessage, { to: 'posted', channel: 'C9', ts: '9' }]),
    loseSlackMessage: given((ids) => [ids.slackMessage]),
    keepSlackCopy: async (query, db, ids) => {
      const place = { recipient: 'copy', personId: null, proposalId: ids.proposal, round: 1, createdAt: NOW }
      const known = await query(db, { ...place, id: uuidv7(), channel: 'C1', ts: '1' })
      await query(db, { ...place, id: uuidv7(), channel: 'C1', ts: '2' })
      return known
    },
    shownIn: given((ids) => [ids.slackMessage]),
    slackMessagesToUpdate: given(() => [null]),
    markShown: given((ids) => [
      ids.slackMessage,
      [{ proposalId: ids.proposal, was: { status: null, round: null }, status: 'done', round: 1, isFinal: true }],
    ]),
    nextSlackMessageAt: given(() => [new Date(0)]),
    announcedSince: given(() => ['#team', new Date(0)]),
  },
  'recorded-outcomes': {
    insertRecordedOutcome: given((ids) => [
      {
        ...{ id: uuidv7(), customerId: ids.customer, proposalId: ids.proposal, taskId: ids.task, channel: 'call' },
        ...{ outcome: 'successful', response: 'positive', note: null, occurredOn: ASOF, recordedBy: 'system:a' },
        recordedAt: NOW,
      },
    ]),
    listRecordedOutcomes: given((ids) => [
      { customerId: ids.customer, proposalId: ids.proposal, from: null, until: null, limit: 9 },
    ]),
    countRecordedOutcomes: given((ids) => [{ customerId: ids.customer, proposalId: null, from: null, until: null }]),
  },
  people: {
    listPeopleRows: given(() => [NOW]),
    insertPerson: given(() => [{ id: uuidv7(), name: 'New', email: 'new@example.invalid', createdAt: NOW }]),
    updateMail: given((ids) => [ids.person, 'new@example.invalid']),
    replaceRoles: given((ids) => [ids.person, ['analyst']]),
    setDeactivated: given((ids) => [ids.person, NOW]),
    insertToken: given((ids) => [
      {
        id: uuidv7(),
        personId: ids.person,
        tokenHash: uuidv7(),
        label: uuidv7(),
        createdBy: 'test',
        createdAt: NOW,
        expiresAt: null,
      },
    ]),
    tokenHoldersByHash: none('the token says which venture a request is for'),
    refusedTokens: none('asks of tokens whose venture their bearers were found with'),
    listTokenRows: given(),
    revokeTokenRow: given((ids) => [ids.token, NOW]),
    noteTokenUse: given((ids) => [ids.token, NOW]),
    revokeTokens: given((ids) => [ids.person, NOW]),
  },
  proposals: {
    insertProposal: (query, db, ids) => Promise.resolve(query(db, proposal(ids))).then((number) => typeof number),
    proposalById: given((ids) => [ids.proposal]),
    proposalByNumber: given((ids) => [ids.proposalNumber]),
    numberSuperseding: given((ids) => [ids.proposal]),
    latestProposalAbout: given(() => ['the cause']),
    listProposalRows: given(() => [{ statuses, customerId: null, addressedTo: null, limit: 10 }]),
    countProposals: given(() => [{ statuses, customerId: null, addressedTo: null }]),
    moveProposal: given((ids) => [ids.proposal, { from: ['waiting'], round: 1, to: 'approved', at: NOW }]),
    restateFacts: given((ids) => [ids.proposal, { about: 'venture' }]),
    openNextRound: given((ids) => [
      ids.proposal,
      { from: ['waiting'], round: 1, addressedTo: 'chairman', expiresAt: NOW, whatChanged: 'all', fingerprint: {} },
    ]),
    proposalsExpiredAt: given(() => [new Date('2100-01-01')]),
    proposalsToCarryOn: given(),
    spendSince: given((ids) => [{ since: new Date('2020-01-01'), customerId: ids.customer, exceptId: uuidv7() }]),
    receiptIdsByNumber: given((ids) => [[ids.receiptNumber]]),
    proposalsWithoutThread: none('reads the table of threads, which the checkpointer makes'),
  },
  receipts: {
    insertReceipts: (query, db) =>
      Promise.resolve(
        query(db, [
          {
            id: uuidv7(),
            tool: 'get_nps',
            arguments: '{}',
            settingsVersion: 1,
            asOf: ASOF,
            knownAt: NOW,
            rowCount: 1,
            result: '{}',
            resultHash: 'h',
            actor: 'test',
            runId: null,
            createdAt: NOW,
          },
        ]),
      ).then(() => null),
    insertReceiptsAfter: async (query, db) =>
      query(db, (await ledgerHead(db)) ?? {}, [{ seq: 2, entry: '{}', prevHash: 'a', hash: 'b' }], []),
    receiptByNumber: given((ids) => [ids.receiptNumber]),
    newestReceiptOf: given(() => [
      { tool: 'get_nps', arguments: '{}', settingsVersion: 1, earliestOn: '2020-01-01', ...at },
    ]),
    lastScoredCount: given(),
    receiptById: given((ids) => [ids.receipt]),
    settingsDocument: given(() => [1]),
  },
  reports: {
    saveReport: given((ids) => [{ runId: ids.run, content: '{}', markdown: 'new', html: 'new', createdAt: NOW }]),
    readReport: given((ids) => [ids.run]),
    recentReports: given(() => [10]),
    receiptsForReport: given((ids) => [[ids.receiptNumber]]),
    proposalsForReport: given((ids) => [{ runId: ids.run, decidedSince: new Date('2020-01-01') }]),
    previousRunStartedAt: given(() => ['01900000-0000-7000-8000-000000000009']),
  },
  retention: {
    cohortRetention: given(() => [{ ...at, months: [1, 3], cohorts: 12 }, rule, settings]),
    churnInPeriod: given(() => [{ ...at, from: '2025-10-01', until: '2026-03-01' }, rule, settings]),
    monthlyChurn: given(() => [{ ...at, months: 6 }, rule, settings]),
  },
  revenue: { revenueOn: given(() => [at]), revenueChange: given(() => [{ ...at, from: '2025-12-31' }]) },
  scores: {
    dayScores: part({ days: [ASOF, '2026-01-31'], knownAt: at.knownAt }, settings),
    healthScores: given(() => [at, settings]),
    scoreTrend: given(() => [{ days: [ASOF], knownAt: at.knownAt }, settings]),
    scoresWithTrend: part(at, settings),
    countScored: given(() => [at, settings]),
    scoreFacts: none('weighs the rows it is given'),
    trendOf: none('compares two values it is given'),
    isoDay: none('arithmetic with days'),
  },
  settings: {
    settingsInForce: given(() => [NOW]),
    settingsInForceUpTo: given(() => [NOW, 1]),
    insertSettingsVersion: given(() => [{ settings: {}, effectiveFrom: NOW, changedBy: 'test', reason: 'test' }]),
    settingsVersions: given(() => [{ from: 1, to: 1000, limit: 100 }]),
    notifySettingsChanged: none('names no row'),
  },
  'score-facts': {
    daySources: part({ days: [ASOF], knownAt: at.knownAt }, settings),
    sourcesSince: part(at.knownAt),
    dayFacts: part({ days: [ASOF], knownAt: at.knownAt }, settings),
  },
  'held-facts': {
    heldFacts: inRefresh((query, db, tables) => {
      const sources = db.sql`select null::date as first_login_on, ${ASOF}::date as first_feature_on,
        ${ASOF}::date as first_ticket_on, ${ASOF}::date as first_contract_on, null::date as first_departure_on`
      const facts = query(db, { day: ASOF, knownAt: at.knownAt, set: tables.set, areFew: false, sources }, settings)
      return db.sql`select * from (${facts as ReturnType<VentureDb['sql']>}) facts order by customer_id`
    }),
  },
  'due-customers': {
    takeMarks: inRefresh((query, db, tables) => query(db, tables, ASOF)),
    makeAllDue: inRefresh((query, db, tables) => query(db, tables, ASOF, ASOF)),
    addAllDue: inRefresh((query, db, tables) => query(db, tables, ASOF)),
    limitDue: inRefresh((query, db, tables) => query(db, tables, ASOF)),
    firstDueDay: inRefresh((query, db, tables) => query(db, tables)),
    analyzeDue: inRefresh((query, db, tables) => query(db, tables)),
    dueOn: inRefresh((query, db, tables) => {
      const due = query(db, tables, { ...refreshDay, isPast: false, isSettled: false, isSameDay: false })
      return db.sql`select * from (${due as ReturnType<VentureDb['sql']>}) due order by 1`
    }),
    nextDueDay: inRefresh((query, db, tables) => query(db, tables, ASOF)),
    waitForVersions: inRefresh((query, db, tables) => query(db, tables, { ...refreshDay, until: ASOF })),
  },
  'customer-states': {
    planForSets: none('names no row'),
    analyzeStates: none('counts, and shows nothing'),
    createRefreshTables: none('makes tables of its own, which the others here use'),
    dropRefreshTables: none('drops them'),
    sourcesOn: given(() => [refreshDay, settings]),
    firstDays: given(() => [at.knownAt]),
    scoreDue: inRefresh((query, db, tables) =>
      query(db, tables, { ...refreshDay, isPast: false, isSettled: false, isSameDay: false }, settings),
    ),
    scoreKept: inRefresh((query, db, tables) => query(db, tables, ASOF, refreshSources, settings)),
    rememberBefore: inRefresh((query, db, tables) => query(db, tables)),
    keepStates: inRefresh((query, db, tables) => query(db, tables)),
    keepScores: inRefresh((query, db, tables) => query(db, tables)),
    countNew: inRefresh((query, db, tables) => query(db, tables)),
    writeCrossings: inRefresh((query, db, tables) => query(db, tables, { day: ASOF, now: NOW })),
    countStates: given(),
    isAnyoneKept: given(),
    notifyCrossed: none('names no row'),
  },
  snapshots: {
    lockScores: given(),
    newestRefresh: given(),
    firstScoredDay: given(),
    rewindDue: inRefresh((query, db, tables) => query(db, tables, ASOF)),
    rewindScored: inRefresh((query, db, tables) => query(db, tables, ASOF)),
    writeSnapshots: inRefresh(async (query, db, tables) => {
      await rewindScored(db, tables, ASOF)
      return query(db, tables, { day: ASOF, knownAt: at.knownAt, settingsVersion: 1, now: NOW, correctedAt: null })
    }),
    noteRefresh: given(() => [
      { day: ASOF, knownAt: NOW, settingsVersion: 1, customerCount: 1, changedCount: 1, now: NOW, wentBy: {} },
    ]),
  },
  'source-rows': {
    alteredRows: given(() => [at.knownAt, 10]),
    batchesKeepTheirStamp: given(),
    rowsWithoutVersions: given(() => [at.knownAt, 10]),
    batchShortfalls: given(() => [at.knownAt]),
    usageDrift: given(() => [at.knownAt]),
    rebuildUsage: given((ids) => [at.knownAt, [ids.customer]]),
    batchesBetween: given(() => [new Date('2000-01-01'), at.knownAt]),
    customerNames: given((ids) => [[ids.customer]]),
  },
  status: {
    latestDataDay: given(),
    recordsBegin: given(() => [NOW]),
    statusCounts: given(() => [at.knownAt]),
    statusWork: given(),
  },
  tasks: {
    insertTask: (query, db, ids) =>
      Promise.resolve(
        query(db, {
          id: uuidv7(),
          proposalId: ids.proposal,
          touchId: null,
          customerId: ids.customer,
          kind: 'call',
          title: 'Call',
          body: 'Call',
          assignedTo: null,
          dueAt: null,
          createdAt: NOW,
        }),
      ).then((number) => typeof number),
    taskByNumber: given((ids) => [ids.taskNumber]),
    tasksOf: given((ids) => [ids.proposal]),
    listTaskRows: given(() => [{ statuses, limit: 10 }]),
    countTasks: given(() => [{ statuses }]),
    closeTask: given((ids) => [ids.task, { status: 'done', doneBy: ids.person, doneAt: NOW, outcome: 'done' }]),
  },
  tickets: {
    ticketsOn: given(() => [{ ...at, customerId: null, statuses, limit: 50 }]),
    ticketCounts: given(() => [{ ...at, customerId: null }]),
    ticketsInPeriod: given(() => [{ ...at, customerId: null, from: '2025-01-01', until: '2026-04-01' }]),
  },
  touches: {
    queueTouch: (query, db, ids) =>
      Promise.resolve(
        query(db, {
          id: uuidv7(),
          proposalId: ids.proposal,
          step: 2,
          customerId: ids.customer,
          userId: ids.user,
          channel: 'email',
          subject: 'New',
          body: 'New',
          createdAt: NOW,
        }),
      ).then((id) => typeof id),
    touchById: given((ids) => [ids.touch]),
    lockTouch: given((ids) => [ids.touch]),
    touchesOf: given((ids) => [ids.proposal]),
    claimTouch: given((ids) => [ids.touch, { attemptId: uuidv7(), userId: ids.user, sentBy: 'test', at: NOW }]),
    holdTouch: given((ids) => [ids.touch, 'held']),
    settleTouch: given((ids) => [ids.touch, { from: ['queued'], attemptId: null, to: 'cancelled', at: NOW }]),
    turnIntoTask: given((ids) => [ids.touch, 'no address']),
    touchesBeingSent: given(),
    lockCustomerContact: given((ids) => [ids.customer, new Date('2020-01-01')]),
    lockBudget: given(),
    recipientFor: given((ids) => [ids.customer, { userId: null, at: NOW }]),
  },
  'edge-cases': {
    loadedSources: given(() => [at]),
    edgeReadings: given(() => [{ ...at, now: NOW, cooldownDays: 7, customerId: null }]),
  },
  reviews: {
    reviewCauses: given(() => [
      at,
      {
        dropPoints: 5,
        dropDays: 7,
        engagementFallPercent: 10,
        engagementDays: 14,
        escalatedTickets: 1,
        ticketDays: 90,
      },
      50,
    ]),
    strategicChurn: given(() => [{ ...at, arrMinor: 1, probability: 0.01 }]),
    openEscalations: given((ids) => [[ids.customer]]),
    customersWithFirings: given((ids) => [['retention_001'], [ids.customer]]),
    settledFirings: given(() => [['retention_001']]),
  },
  system: {
    systemReadings: given(() => [NOW]),
    latestChecks: given(),
    insertChecks: given(() => [
      [
        {
          checkedAt: new Date(NOW.getTime() + 1000),
          component: 'alerts',
          state: 'healthy',
          lagSeconds: null,
          attemptedCount: 1,
          failedCount: 0,
          reason: null,
          failuresInRow: 0,
        },
      ],
    ]),
    checkTimes: given(() => [{ since: new Date(0), until: new Date('2100-01-01') }]),
    failureStretches: given(() => [{ since: new Date(0), limit: 5 }]),
  },
  crossings: {
    crossingsAfter: given(() => [0, 10]),
    criticalCrossings: given(() => [{ ...at, afterSeq: 0, untilSeq: 1_000_000 }]),
    newestAnswersAt: given(() => [new Date(0)]),
    readCursor: given(() => ['triggers']),
    moveCursor: given(() => ['triggers', { fromSeq: 7, toSeq: 8 }]),
  },
  triggers: {
    latestFirings: given(() => [{ trigger: 'retention_001', subjects: null, since: new Date(0) }]),
    insertFirings: (query, db, ids) =>
      Promise.resolve(
        query(db, [
          {
            id: uuidv7(),
            trigger: 'retention_001',
            subject: 'another',
            causeKey: 'another',
            customerId: ids.customer,
            asOf: ASOF,
            evidence: {},
            facts: [],
            moneyAtStakeMinor: 0,
            nextAt: NOW,
            firedAt: NOW,
            endedBy: null,
          },
        ]) as unknown[],
      ).then((rows) => rows.length),
    endFirings: given((ids) => [[{ id: ids.firing, endedBy: 'recovered' }], NOW]),
    reopenFirings: given((ids) => [[ids.firing], NOW]),
    advanceFiring: given((ids) => [ids.firing, { from: 1, iteration: 2, nextAt: NOW, status: 'open' }]),
    insertActions: given((ids) => [
      [{ firingId: ids.firing, iteration: 1, kind: 'alert', reference: 'A-101', doneAt: NOW }],
    ]),
    actionsOf: given((ids) => [[ids.firing]]),
    listFiringRows: given(() => [
      { triggers: null, statuses: ['open', 'handed_over', 'ended'], customerId: null, limit: 5 },
    ]),
    countFirings: given(() => [new Date('2100-01-01')]),
    dueFirings: given(() => [{ trigger: 'retention_001', now: new Date('2100-01-01'), limit: 5 }]),
  },
  usage: {
    usageInWindow: given(() => [{ ...at, windowDays: 30 }]),
    usageOfCustomers: given((ids) => [{ ...at, windowDays: 30, customerIds: [ids.customer] }]),
    featureUses: given((ids) => [{ ...at, windowDays: 30, customerId: ids.customer }]),
    featureAdoption: given(() => [{ ...at, windowDays: 30 }, rule, settings]),
  },
  ventures: {
    listVentures: none('lists ventures, by design'),
    insertVenture: none('makes a venture'),
    deleteUnusedVenture: none('ends a venture that nothing was loaded into'),
    insertDefaultSettings: none('for a venture that has none yet'),
    newestBatchAt: given(),
    dataAndSettings: given(() => [NOW]),
  },
}

const moduleAt = (file: string) => new URL(file, import.meta.url).href
const modules = readdirSync(new URL('.', import.meta.url)).filter((name) => /^[a-z-]+\.ts$/.test(name))

test('every query is known here', async () => {
  const exported: [file: string, queries: string[]][] = []
  for (const file of modules) {
    const values = Object.entries((await import(/* @vite-ignore */ moduleAt(file))) as Record<string, unknown>)
    const queries = values.filter(([, value]) => typeof value === 'function').map(([name]) => name)
    exported.push([file.replace('.ts', ''), queries.sort()])
  }
  const known = Object.entries(calls).map(([file, queries]) => [file, Object.keys(queries).sort()])
  expect(Object.fromEntries(known)).toEqual(Object.fromEntries(exported))
})

test('no query reads or writes another venture', async () => {
  const { ids, ventureId } = await fullVenture()
  const alone = await answers(ventureId, ids)
  const other = uuidv7()
  await copyVenture(ventureId, other)
  const before = await contents(sql, other)
  expect(before).not.toEqual(await contents(sql, ventureId))
  const beside = await answers(ventureId, ids, async (tx) => expect(await contents(tx, other)).toEqual(before))
  for (const [query, answer] of Object.entries(alone)) expect({ [query]: beside[query] }).toEqual({ [query]: answer })
  // And the other's answers are its own.
  const others = await answers(other, ids)
  const same = Object.keys(alone).filter((query) => JSON.stringify(alone[query]) === JSON.stringify(others[query]))
  expect(Object.keys(alone).length - same.length).toBeGreaterThan(35)
  // The first venture's rows lie first: of a query of one row it shows only from the other side that it forgot the venture.
  await emptyVenture(ventureId)
  const othersAlone = await answers(other, ids)
  for (const [query, answer] of Object.entries(othersAlone))
    expect({ [query]: others[query] }).toEqual({ [query]: answer })
}, 300_000)

/** As if it had never been; the rules of its tables (the ledger only grows) stand aside for it. */
async function emptyVenture(ventureId: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    for (const table of await ventureTables(tx as unknown as Sql))
      await tx`delete from ${tx(table)} where venture_id = ${ventureId}`
  })
}

/** What each call answers, each in a transaction that is rolled back; `check` looks in before it is. */
async function answers(
  ventureId: string,
  ids: Ids,
  check?: (tx: Sql) => Promise<void>,
): Promise<Record<string, unknown>> {
  const answered: Record<string, unknown> = {}
  class RollBack extends Error {}
  for (const [file, queries] of Object.entries(calls)) {
    const exported = (await import(/* @vite-ignore */ moduleAt(`${file}.ts`))) as Record<
      string,
      (...args: unknown[]) => unknown
    >
    for (const [name, call] of Object.entries(queries)) {
      const query = exported[name]
      if (!query) continue
      await sql
        .begin(async (tx) => {
          const answer = await call(query, new VentureDb(tx, ventureId), ids)
          answered[`${file}.${name}`] = inOrder(answer)
          const [wrote] = await tx<{ id: string | null }[]>`select pg_current_xact_id_if_assigned()::text as id`
          if (wrote?.id) await check?.(tx as unknown as Sql)
          throw new RollBack()
        })
        .catch((error: unknown) => {
          if (!(error instanceof RollBack)) throw new Error(`${file}.${name}`, { cause: error })
        })
    }
  }
  return answered
}

/** Rows whose order a query leaves open are compared as a set. */
function inOrder(answer: unknown): unknown {
  if (!Array.isArray(answer) && !(answer instanceof Map)) return answer
  const text = (row: unknown) => JSON.stringify(row) ?? ''
  return [...answer].sort((a, b) => text(a).localeCompare(text(b)))
}

/** A small simulated venture, scored, with one of everything that is filed, decided, sent and kept. */
async function fullVenture(): Promise<{ ids: Ids; ventureId: string }> {
  const made = await createTestVenture(sql)
  const { ventureId, db } = made
  const { files } = await simulateVenture({ seed: 3, customers: 25, months: 9, endOn: ASOF }, folder)
  const { venture } = await testContext(made)
  await importFiles(db, venture, { files, mapping: 'sample/mappings/sample.yaml', dataDir: folder, now: NOW })
  await refreshScores.run({ scope: 'all' }, await testContext(made, { asOf: ASOF, now: NOW }))
  const [customer] = await sql<{ id: string; externalId: string; userId: string }[]>`
    select customers.id, customers.external_id, customer_users.id as user_id from customers
    join customer_users on customer_users.venture_id = customers.venture_id and customer_users.customer_id = customers.id
    where customers.venture_id = ${ventureId} order by customers.external_id, customer_users.external_id limit 1`
  const id = (number: number) => `01900000-0000-7000-8000-00000000000${number}`
  const firing = `${id(1).slice(0, -2)}13`
  const [alertId, message] = [`${id(1).slice(0, -2)}11`, `${id(1).slice(0, -2)}12`]
  const [person, proposalId, touch, task, receipt, run] = [id(1), id(2), id(3), id(4), id(5), id(6)] as const
  const token = id(7)
  const tokenHash = `hash-${ventureId}`
  const embedding = Array.from({ length: 512 }, (_, index) => (index === 0 ? 1 : 0))
  const of = { venture_id: ventureId }
  await sql`insert into people ${sql({ ...of, id: person, name: 'Ann', email: 'ann@example.invalid' })}`
  await sql`insert into people_roles ${sql({ ...of, person_id: person, role: 'chairman' })}`
  await sql`insert into person_tokens ${sql({ ...of, id: token, person_id: person, token_hash: tokenHash, label: 'EVA' })}`
  const apiKey = uuidv7()
  const conversation = uuidv7()
  await sql`insert into conversations ${sql({ ...of, id: conversation, asker: 'person:ann', asked: sql.json({ turn: 1 }) as never, created_at: NOW, last_asked_at: NOW, expires_at: new Date('2100-01-01') })}`
  await sql`insert into api_keys ${sql({ ...of, id: apiKey, name: 'web', source: 'app', key_hash: tokenHash, created_by: 'test', created_at: NOW })}`
  await sql`insert into ingest_requests ${sql({ ...of, key_id: apiKey, idempotency_key: 'first', body_hash: 'h', status: 200, answer: '{}', created_at: NOW })}`
  await sql`insert into slack_requests ${sql({ ...of, request_id: 'Ev1', work: 'ask', team_id: 'T1', data: sql.json({}) as never, received_at: NOW })}`
  await sql`insert into slack_requests ${sql({ ...of, request_id: 'Ev0', work: 'ask', team_id: 'T1', kept: sql.json({ a: 1 }) as never, received_at: NOW, finished_at: NOW })}`
  await sql`insert into slack_conversations ${sql({ ...of, channel: 'D1', thread: '', person_id: person, conversation: 'one', asked_at: NOW })}`
  const slackMessage = `${id(1).slice(0, -2)}14`
  await sql`insert into crew_runs ${sql({ ...of, id: run, as_of: ASOF, known_at: NOW, started_at: NOW, writer: 'offline' })}`
  await sql`insert into crew_runs ${sql({ ...of, id: id(9), as_of: ASOF, known_at: NOW, started_at: new Date(NOW.getTime() + 1000), writer: 'offline' })}`
  await sql`insert into reports ${sql({ ...of, run_id: run, content: sql.json({}) as never, markdown: 'report', html: 'report' })}`
  await sql`insert into action_modes ${sql({ ...of, id: id(8), kind: 'task', mode: 'assisted', set_by: 'Ann', reason: 'ours' })}`
  const [receiptRow] = await sql<{ number: number }[]>`
    insert into receipts (venture_id, id, tool, arguments, settings_version, as_of, known_at, row_count, result, result_hash, actor)
    values (${ventureId}, ${receipt}, 'get_nps', '{}', 1, ${ASOF}, ${NOW}, 1, '{}', 'hash', 'Ann') returning number`
  const [proposalRow] = await sql<{ number: number }[]>`
    insert into proposals (venture_id, id, kind, customer_id, cause, cause_key, title, reason, draft, facts, receipt_ids,
      fingerprint, cost_minor, status, proposed_by, run_id, as_of, expires_at, created_at)
    values (${ventureId}, ${proposalId}, 'message', ${customer?.id ?? ''}, 'inactive', 'the cause', 'Write', 'idle', '{}', '[]',
      ${[receipt]}, '{}', 500, 'waiting', 'campaign_agent', ${run}, ${ASOF}, ${NOW}, ${NOW}) returning number`
  const slackMessages = [slackMessage, `${id(1).slice(0, -2)}15`].map((each, index) => ({
    ...of,
    id: each,
    form: 'card',
    recipient: '#team',
    channel: index === 0 ? 'C1' : null,
    ts: index === 0 ? '1' : null,
    status: index === 0 ? 'posted' : 'waiting',
    retry_at: NOW,
    created_at: NOW,
  }))
  await sql`insert into slack_messages ${sql(slackMessages)}`
  await sql`insert into slack_message_proposals ${sql({ ...of, message_id: slackMessage, proposal_id: proposalId, round: 1, announced_to: '#team', position: 1 })}`
  await sql`insert into decisions ${sql({ ...of, proposal_id: proposalId, round: 1, id: id(8), decision: 'approve', person_id: person, reason: 'good', door: 'cli', decided_at: NOW })}`
  await sql`insert into touches ${sql({ ...of, id: touch, proposal_id: proposalId, step: 1, customer_id: customer?.id ?? '', user_id: customer?.userId ?? '', channel: 'email', subject: 'Hello', body: 'Hello', created_at: NOW })}`
  const [taskRow] = await sql<{ number: number }[]>`
    insert into tasks (venture_id, id, proposal_id, customer_id, kind, title, body, created_at)
    values (${ventureId}, ${task}, ${proposalId}, ${customer?.id ?? ''}, 'call', 'Call', 'Call them', ${NOW}) returning number`
  await sql`insert into recorded_outcomes ${sql({ ...of, id: uuidv7(), customer_id: customer?.id ?? '', proposal_id: proposalId, task_id: task, channel: 'call', outcome: 'successful', response: 'none', occurred_on: ASOF, recorded_by: `person:${person}`, recorded_at: NOW })}`
  const [alertRow] = await sql<
    { number: number }[]
  >`insert into alerts ${sql({ ...of, id: alertId, kind: 'critical_customer', cause_key: 'the cause', customer_id: customer?.id ?? '', title: 'Critical', body: 'idle', facts: sql.json([]) as never, severity: 'high', raised_by: 'test', raised_at: NOW, deliver_after: NOW, escalates_at: NOW })} returning number`
  await sql`insert into alert_messages ${sql({ ...of, id: message, kind: 'critical_customer', step: 0, medium: 'email', recipient: 'owner@example.invalid', subject: 'Critical', body: 'idle', alert_count: 1, retry_at: NOW, created_at: NOW })}`
  await sql`insert into alert_messages ${sql({ ...of, id: `${id(1).slice(0, -2)}16`, kind: 'critical_customer', step: 1, medium: 'slack', recipient: '#sent', subject: 'Critical', body: 'idle', alert_count: 1, retry_at: NOW, created_at: NOW, status: 'sent', sent_at: NOW, sent_by: 'slack:here:1', provider_ref: 'C1/1.0', outdated_at: NOW })}`
  await sql`insert into alert_mutes ${sql({ ...of, id: id(1), person_id: person, customer_id: customer?.id ?? '', muted_at: NOW, until_at: LATER })}`
  await sql`insert into alert_deliveries ${sql([
    {
      ...of,
      alert_id: alertId,
      step: 1,
      kind: 'critical_customer',
      medium: 'slack',
      recipient: '#sent',
      due_at: NOW,
      status: 'in_message',
      message_id: `${id(1).slice(0, -2)}16`,
    },
    {
      ...of,
      alert_id: alertId,
      step: 0,
      kind: 'critical_customer',
      medium: 'slack',
      recipient: '#urgent',
      due_at: NOW,
      status: 'waiting',
      message_id: null,
    },
    {
      ...of,
      alert_id: alertId,
      step: 0,
      kind: 'critical_customer',
      medium: 'email',
      recipient: 'owner@example.invalid',
      due_at: NOW,
      status: 'in_message',
      message_id: message,
    },
  ])}`
  await sql`insert into trigger_firings ${sql({ ...of, id: firing, trigger: 'retention_001', subject: customer?.id ?? '', cause_key: 'the cause', customer_id: customer?.id ?? '', as_of: ASOF, evidence: sql.json({}) as never, facts: sql.json([]) as never, next_at: NOW, fired_at: NOW })}`
  await sql`insert into trigger_actions ${sql({ ...of, firing_id: firing, iteration: 1, kind: 'task', reference: 'T-101', done_at: NOW })}`
  await sql`insert into event_cursors ${sql({ ...of, reader: 'triggers', seq: 7 })} on conflict do nothing`
  await sql`insert into system_checks ${sql({ ...of, checked_at: NOW, component: 'scores', state: 'degraded', failures_in_row: 2 })}`
  await sql`insert into ledger ${sql({ ...of, seq: 1, entry: '{}', prev_hash: '', hash: 'a' })}`
  await sql`insert into ledger_heads ${sql({ ...of, seq: 1, hash: 'a' })}`
  await sql`insert into feedback_embeddings (venture_id, feedback_id, embedder, embedding)
    select venture_id, id, 'test', ${JSON.stringify(embedding)}::vector from feedback where venture_id = ${ventureId}`
  const ids = {
    customer: customer?.id ?? '',
    externalId: customer?.externalId ?? '',
    user: customer?.userId ?? '',
    person,
    proposal: proposalId,
    proposalNumber: proposalRow?.number ?? 0,
    touch,
    task,
    taskNumber: taskRow?.number ?? 0,
    receipt,
    receiptNumber: receiptRow?.number ?? 0,
    run,
    alert: alertId,
    alertNumber: alertRow?.number ?? 0,
    alertMessage: message,
    slackMessage,
    token,
    tokenHash,
    apiKey,
    conversation,
    embedding,
    firing,
  }
  return { ids, ventureId }
}

async function ventureTables(from: Sql): Promise<string[]> {
  const rows = await from<{ name: string }[]>`
    select relname as name from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'venture_id'
    where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace order by relname`
  return rows.map(({ name }) => name)
}

/** A copy under the same ids and external ids, in which everything that can differ does. */
async function copyVenture(from: string, to: string): Promise<void> {
  await sql`insert into ventures (id, slug, name, currency) values (${to}, ${`test-${to}`}, 'Other', 'USD')`
  // Tables wait for those they refer to: what fails on a foreign key is tried again in the next round.
  let waiting = await ventureTables(sql)
  while (waiting.length > 0) {
    const failed: string[] = []
    for (const table of waiting) {
      const columns = (
        await sql<{ name: string }[]>`select column_name as name from information_schema.columns
          where table_schema = 'public' and table_name = ${table} order by ordinal_position`
      ).map(({ name }) => name)
      const values = columns.map((name, index) => {
        const value =
          name === 'venture_id'
            ? sql`${to}::uuid`
            : name === 'token_hash' || name === 'key_hash'
              ? sql`'other ' || ${sql(name)}`
              : sql`${sql(name)}`
        return index === 0 ? value : sql`, ${value}`
      })
      await sql`insert into ${sql(table)} (${sql(columns)}) overriding system value
        select ${values} from ${sql(table)} where venture_id = ${from}`.catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === '23503')) throw error
        failed.push(table)
      })
    }
    if (failed.length === waiting.length) throw new Error(`cannot copy ${failed.join(', ')}`)
    waiting = failed
  }
  const mine = sql`where venture_id = ${to}`
  await sql`update customer_versions set name = 'Other ' || name, plan = 'other', industry = 'other' ${mine}`
  await sql`update customer_user_versions set name = 'Other', email = 'other@example.invalid' ${mine}`
  await sql`update subscription_versions set mrr_minor = 3 * mrr_minor, valid_from = valid_from - interval '1 month',
    valid_to = valid_to - interval '20 days' ${mine}`
  await sql`update usage_daily set feature = case when kind = 'login' then '' else 'other ' || feature end,
    event_count = 5 * event_count, used_on = used_on - 3 ${mine}`
  await sql`update support_ticket_versions set subject = 'other', status = 'open', is_escalated = true ${mine}`
  await sql`update survey_responses set score = case when kind = 'csat' then 1 else 0 end where venture_id = ${to} and score is not null`
  await sql`update churn_events set reason_code = 'other' ${mine}`
  await sql`update invoices set paid_on = null, amount_minor = 7 * amount_minor ${mine}`
  await sql`update feedback set body = 'other', category = 'other' ${mine}`
  await sql`update feedback_embeddings set embedder = 'test', embedding = ${JSON.stringify(Array(512).fill(0.1))}::vector ${mine}`
  await sql`update health_snapshots set score = 1, status = 'critical', computed_at = computed_at + interval '1 hour' ${mine}`
  await sql`update score_refreshes set customer_count = 1, changed_count = 1, computed_at = computed_at + interval '1 hour' ${mine}`
  await sql`update churn_predictions set churn_probability = 0.99 ${mine}`
  await sql`update batches set description = 'other', kind = 'ingest' ${mine}`
  await sql`update settings_versions set settings = '{"other": 1}', reason = 'other' ${mine}`
  await sql`update people set name = 'Other', email = 'other@example.invalid' ${mine}`
  await sql`update people_roles set role = 'operator' ${mine}`
  await sql`update receipts set result = 'other', tool = 'other' ${mine}`
  await sql`update ledger set entry = '{"other": 1}', hash = 'other' ${mine}`
  await sql`update ledger_heads set hash = 'other' ${mine}`
  await sql`update crew_runs set summary = '{"other": 1}', writer = 'other', started_at = started_at - interval '1 day' ${mine}`
  await sql`update reports set markdown = 'other', html = 'other' ${mine}`
  await sql`update action_modes set mode = 'manual', reason = 'other' ${mine}`
  await sql`update proposals set title = 'Other', reason = 'other', cost_minor = 9000, churn_probability = 0.9 ${mine}`
  await sql`update decisions set reason = 'other', decision = 'reject' ${mine}`
  await sql`update touches set subject = 'Other', body = 'other' ${mine}`
  await sql`update tasks set title = 'Other', body = 'other' ${mine}`
  await sql`update alerts set title = 'Other', body = 'other', severity = 'low' ${mine}`
  await sql`update alert_messages set subject = 'Other', body = 'other' ${mine}`
  await sql`update alert_deliveries set recipient = 'other' ${mine}`
  await sql`update trigger_firings set iteration = 2, evidence = '{"other": 1}', status = 'handed_over' ${mine}`
  await sql`update trigger_actions set reference = 'T-999' ${mine}`
  await sql`update event_cursors set seq = 8 ${mine}`
  await sql`update conversations set asked = '{"other": 1}' ${mine}`
  await sql`update score_crossings set to_score = 1, to_status = 'critical' ${mine}`
  await sql`update system_checks set state = 'healthy', failures_in_row = 0 ${mine}`
  await sql`update slack_messages set form = 'list', recipient = '#others', problem = 'other' ${mine}`
  await sql`update slack_message_proposals set position = 7, announced_to = '#others' ${mine}`
  await sql`update slack_requests set work = 'other', data = '{"other": 1}', kept = '{"other": 1}' ${mine}`
  await sql`update slack_conversations set conversation = 'other' ${mine}`
}

/** A fingerprint of every row of a venture, table by table. */
async function contents(from: Sql, ventureId: string): Promise<Record<string, string>> {
  const prints: Record<string, string> = {}
  const each = (await ventureTables(from)).map((table, index) => {
    const print = from`select ${table} as name, coalesce(sum(hashtextextended((to_jsonb(rows) - 'venture_id')::text, 0)), 0)::text as print
      from ${from(table)} rows where venture_id = ${ventureId}`
    return index === 0 ? print : from` union all ${print}`
  })
  for (const { name, print } of await from<{ name: string; print: string }[]>`${each}`) prints[name] = print
  return prints
}
