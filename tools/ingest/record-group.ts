/**
 * A group of requests in one transaction: staged, checked, merged and answered together, so that a thousand small
 * requests a second cost a few merges. Each request still has its own answer, and its own all-or-none.
 */
import { uuidv7 } from 'uuidv7'
import { identityColumns, type KnownOfStaged, refuseStagedRows } from '../../db/queries/import/checks.ts'
import { ensureUsageMonths } from '../../db/queries/import/partitions.ts'
import {
  clearStaging,
  countStagedEvents,
  dropKnownEvents,
  groupRefusals,
  type IngestRefusalRow,
  stageRows,
} from '../../db/queries/import/stage-requests.ts'
import { analyzeStaging, type ImportEntity, importEntities, type Staging } from '../../db/queries/import/staging.ts'
import {
  type AnsweredRequest,
  findAnswered,
  insertAnswered,
  lockBatches,
  touchApiKeys,
} from '../../db/queries/ingest.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { mergeStaged } from '../import/merge-staged.ts'
import { reasonOf } from '../import/wording.ts'
import { type RowGroup, type RowProblem, stagedColumns, stagedRecord } from './read-json-rows.ts'

export interface IngestRequest {
  keyId: string
  entity: ImportEntity
  received: number
  groups: RowGroup[]
  /** Rows that could not be read. */
  problems: RowProblem[]
  /** Record all rows or none. */
  isAtomic: boolean
  idempotency: { key: string; bodyHash: string } | undefined
}

export interface IngestAnswer {
  /** An HTTP status: 200; 409 for an Idempotency-Key that came with another body; 422 when nothing could be recorded. */
  status: number
  /** True for the answer an earlier request of the same Idempotency-Key got. */
  isRepeated: boolean
  /** JSON */
  body: string
}

const PROBLEMS_SHOWN = 100
/** Above this the planner is told how many rows there are: of a thousand it would compare each with each. */
const ANALYZED_ROWS = 200

/** One request inside the group, with the file numbers its rows are staged under. */
interface Member {
  request: IngestRequest
  fileNos: number[]
  problems: RowProblem[]
}

/**
 * Records what can be recorded and answers every request, in order. All requests are of one source and together hold at
 * most as many rows as are planned for as few. When this throws, nothing was recorded.
 */
export async function recordGroup(
  db: VentureDb,
  staging: Staging,
  requests: readonly IngestRequest[],
  now: Date,
): Promise<IngestAnswer[]> {
  await ensureUsageMonths(db, monthsOf(requests))
  return db.transaction(async (tx) => {
    await lockBatches(tx)
    const answers: (IngestAnswer | undefined)[] = await repeatedAnswers(tx, requests)
    const members = requests
      .filter((_, at) => !answers[at])
      .map((request): Member => ({ request, fileNos: [], problems: [...request.problems] }))
    const { group, staged } = await stageWhatCanStand(tx, staging, members)
    if (staged.includes('usage')) await dropKnownEvents(tx, group)
    const events = staged.includes('usage') ? await countStagedEvents(tx, group) : []
    const batchId = uuidv7()
    const merged = await mergeStaged(
      tx,
      { ...group, areEventsNew: true },
      {
        batchId,
        staged: new Set(staged),
        rowCount: 0,
        now,
        description: `${members.length} ${members.length === 1 ? 'request' : 'requests'}`,
        onEntity: () => {},
      },
    )
    await clearStaging(tx, group, staged)
    const fresh = members.map((member) =>
      answerOf(member, {
        batchId: merged.recordedAt ? batchId : null,
        events,
      }),
    )
    await keepAnswers(tx, members, fresh, now)
    const next = fresh[Symbol.iterator]()
    return answers.map((answer) => answer ?? (next.next().value as IngestAnswer))
  })
}

/** The answers that requests of the same Idempotency-Key got before; undefined for the others. */
async function repeatedAnswers(
  tx: VentureDb,
  requests: readonly IngestRequest[],
): Promise<(IngestAnswer | undefined)[]> {
  const named = requests.flatMap(({ keyId, idempotency }) =>
    idempotency ? [{ keyId, idempotencyKey: idempotency.key }] : [],
  )
  const known = new Map(
    (await findAnswered(tx, named)).map((answered) => [`${answered.keyId} ${answered.idempotencyKey}`, answered]),
  )
  return requests.map(({ keyId, idempotency }) => {
    const answered = idempotency && known.get(`${keyId} ${idempotency.key}`)
    return answered && idempotency ? repeatedAnswer(answered, idempotency) : undefined
  })
}

function repeatedAnswer(answered: AnsweredRequest, idempotency: { key: string; bodyHash: string }): IngestAnswer {
  if (answered.bodyHash === idempotency.bodyHash) {
    return { status: answered.status, isRepeated: true, body: answered.answer }
  }
  const body = {
    code: 'conflict',
    message: 'This Idempotency-Key came before with another body.',
    field: 'Idempotency-Key',
    value: idempotency.key,
    fix: 'Use a new key for a new request, and the same key only to send the same again.',
  }
  return { status: 409, isRepeated: false, body: JSON.stringify(body) }
}

/**
 * Stages the members' rows and moves those the database refuses to their problems. When a request that is all or none
 * has one, it goes whole and the rest is staged anew: a row of another request may have been dropped as a repetition of
 * one that went, or refer to it.
 */
async function stageWhatCanStand(
  tx: VentureDb,
  staging: Staging,
  members: readonly Member[],
): Promise<{ group: Staging; staged: ImportEntity[] }> {
  for (;;) {
    const { group, staged, known } = await stageMembers(tx, staging, members)
    await refuseStagedRows(tx, group, staged, known)
    const ofFile = new Map(members.flatMap((member) => member.fileNos.map((fileNo) => [fileNo, member] as const)))
    const refusals = (await groupRefusals(tx, group)).flatMap((refusal) => {
      const member = ofFile.get(refusal.fileNo)
      return member ? [{ member, refusal }] : []
    })
    const broken = new Set(refusals.map(({ member }) => member).filter(({ request }) => request.isAtomic))
    for (const { member, refusal } of refusals) {
      if (broken.size === 0 || broken.has(member)) member.problems.push(problemOf(refusal))
    }
    if (broken.size === 0) return { group, staged }
    await clearStaging(tx, group, staged)
  }
}

/** Gives every group of rows a file number of its own; what a request does not speak of keeps what stands. */
async function stageMembers(tx: VentureDb, staging: Staging, members: readonly Member[]) {
  const group: Staging = { ...staging, fields: {} }
  let files = 0
  const rows = new Map<ImportEntity, Record<string, string | null>[]>()
  for (const member of members) {
    member.fileNos = []
    if (member.request.isAtomic && member.problems.length > 0) continue
    for (const { spoken, rows: read } of member.request.groups) {
      const fileNo = files++
      group.fields[fileNo] = spoken
      member.fileNos.push(fileNo)
      for (const row of read.flatMap(({ staged }) => staged)) {
        const records = rows.get(row.entity) ?? []
        rows.set(row.entity, records)
        records.push(stagedRecord(row, fileNo))
      }
    }
  }
  const staged = importEntities.filter((entity) => rows.has(entity))
  for (const entity of staged) await stageRows(tx, group, entity, rows.get(entity) ?? [])
  const many = staged.filter((entity) => (rows.get(entity)?.length ?? 0) > ANALYZED_ROWS)
  if (many.length > 0) await analyzeStaging(tx, group, many)
  return { group, staged, known: knownOf(rows) }
}

/** Sparing the database what can be told here: that no id came twice, and which references nobody made. */
function knownOf(rows: ReadonlyMap<ImportEntity, Record<string, string | null>[]>): KnownOfStaged {
  const unique = new Set<ImportEntity>()
  const empty = new Set<string>()
  for (const [entity, records] of rows) {
    const identity = identityColumns(entity)
    const ids = new Set(records.map((record) => JSON.stringify(identity.map((column) => record[column]))))
    if (ids.size === records.length) unique.add(entity)
    for (const column of stagedColumns(entity)) {
      if (records.every((record) => record[column] === null)) empty.add(`${entity}.${column}`)
    }
  }
  return { unique, empty }
}

function problemOf(refusal: IngestRefusalRow): RowProblem {
  const { line, field, value, code } = refusal
  const { reason, fix } = reasonOf(refusal)
  const isUnknown = code === 'unknown'
  const advice = isUnknown ? `Correct it, or send (or import) that ${field} first, under the same source.` : fix
  return { index: line, field, value: value ?? '', reason, fix: advice }
}

function answerOf(
  { request, problems, fileNos }: Member,
  batch: { batchId: string | null; events: readonly { fileNo: number; staged: number; late: number }[] },
): IngestAnswer {
  const { received, isAtomic } = request
  const isNothing = problems.length === received || (isAtomic && problems.length > 0)
  const refused = isAtomic && problems.length > 0 ? received : problems.length
  const events = batch.events.filter(({ fileNo }) => fileNos.includes(fileNo))
  const sum = (what: 'staged' | 'late') => events.reduce((total, event) => total + event[what], 0)
  const recorded = received - refused
  const body = {
    received,
    accepted: recorded,
    // Of other rows nobody can tell it apart without comparing each of their versions.
    ...(request.entity === 'usage'
      ? { added: sum('staged'), repeated: recorded - sum('staged'), late: sum('late') }
      : {}),
    refused,
    errors: problems.sort((a, b) => a.index - b.index).slice(0, PROBLEMS_SHOWN),
    batchId: isNothing ? null : batch.batchId,
  }
  return { status: isNothing && received > 0 ? 422 : 200, isRepeated: false, body: JSON.stringify(body) }
}

async function keepAnswers(
  tx: VentureDb,
  members: readonly Member[],
  answers: readonly IngestAnswer[],
  now: Date,
): Promise<void> {
  const kept = members.flatMap(({ request: { keyId, idempotency } }, at) => {
    const answer = answers[at]
    return idempotency && answer
      ? [
          {
            keyId,
            idempotencyKey: idempotency.key,
            bodyHash: idempotency.bodyHash,
            status: answer.status,
            answer: answer.body,
          },
        ]
      : []
  })
  await insertAnswered(tx, kept, now)
  await touchApiKeys(tx, [...new Set(members.map(({ request }) => request.keyId))], now)
}

/** `2024-05` of every usage row. */
function monthsOf(requests: readonly IngestRequest[]): string[] {
  const months = new Set<string>()
  for (const { groups, entity } of requests) {
    if (entity !== 'usage') continue
    for (const { rows } of groups) {
      for (const { staged } of rows) {
        for (const { values } of staged) months.add((values[OCCURRED_AT] ?? '').slice(0, 7))
      }
    }
  }
  return [...months]
}
const OCCURRED_AT = stagedColumns('usage').indexOf('occurred_at')
