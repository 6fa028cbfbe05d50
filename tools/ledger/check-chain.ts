/** Walks a ledger from its first row and says what is wrong with it, row by row. */
import { type LedgerRow, ledgerHead, ledgerRowsAfter } from '../../db/queries/ledger.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { keyId, ledgerHash } from './append-ledger.ts'
import { readSignedHeads } from './ledger-heads.ts'

interface LedgerProblem {
  /** The first row it is about. */
  seq: number
  kind: 'edited' | 'removed' | 'reordered' | 'inserted' | 'truncated' | 'wrong_key' | 'heads_file'
  /** In words, naming the rows. */
  what: string
}

export interface LedgerCheck {
  rowCount: number
  lastSeq: number
  /** Heads noted outside the database that were compared; with none, a tail cut off with its head would not show. */
  signedHeadCount: number
  problems: LedgerProblem[]
}

const PAGE = 2_000
/** Enough to see what happened; a chain that was rewritten has a problem in every row. */
const MOST_PROBLEMS = 50

/** Streams the chain; memory does not grow with it. No problems means: as it was written, and whole. */
export async function checkLedger(db: VentureDb, key: Buffer, dataDir: string): Promise<LedgerCheck> {
  const signed = await readSignedHeads(db.ventureId, key, dataDir)
  const noted = new Map(signed.heads.map((head) => [head.seq, head]))
  const walk = new ChainWalk(key)
  const headsProblems: LedgerProblem[] = signed.badLines.map((line) => ({
    seq: 0,
    kind: 'heads_file',
    what: `Line ${line} of ledger-heads.jsonl is not what this key signed.`,
  }))

  let after = 0
  for (;;) {
    const rows = await ledgerRowsAfter(db, after, PAGE)
    for (const row of rows) {
      walk.take(row)
      const head = noted.get(row.seq)
      if (head && head.hash !== row.hash) {
        walk.report(row.seq, 'edited', `Row ${row.seq} is not the row that stood there at ${head.at}.`)
      }
    }
    const last = rows.at(-1)
    if (!last) break
    after = last.seq
  }

  const head = (await ledgerHead(db)) ?? { seq: 0, hash: '' }
  const newest = signed.heads.reduce<number>((seq, { seq: other }) => Math.max(seq, other), 0)
  const end = Math.max(head.seq, newest)
  if (walk.lastSeq < end) {
    walk.report(walk.lastSeq + 1, 'truncated', `${rowsFrom(walk.lastSeq + 1, end)} cut off the end.`)
  } else if (head.seq < walk.lastSeq) {
    walk.report(
      head.seq + 1,
      'inserted',
      `${rowsFrom(head.seq + 1, walk.lastSeq)} added past the head, or the head was set back.`,
    )
  } else if (head.hash !== walk.lastHash) {
    walk.report(head.seq, 'edited', `The head does not name row ${head.seq} as it stands.`)
  }
  return {
    rowCount: walk.rowCount,
    lastSeq: walk.lastSeq,
    signedHeadCount: signed.heads.length,
    problems: [...walk.problems, ...headsProblems].slice(0, MOST_PROBLEMS),
  }
}

class ChainWalk {
  readonly problems: LedgerProblem[] = []
  rowCount = 0
  lastSeq = 0
  lastHash = ''
  readonly #key: Buffer
  readonly #keyId: string

  constructor(key: Buffer) {
    this.#key = key
    this.#keyId = keyId(key)
  }

  take(row: LedgerRow): void {
    const isGap = row.seq !== this.lastSeq + 1
    if (isGap) this.report(this.lastSeq + 1, 'removed', `${rowsFrom(this.lastSeq + 1, row.seq - 1)} removed.`)
    this.#checkRow(row, isGap)
    this.rowCount += 1
    this.lastSeq = row.seq
    this.lastHash = row.hash
  }

  report(seq: number, kind: LedgerProblem['kind'], what: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ seq, kind, what })
  }

  #checkRow({ seq, entry: text, prevHash, hash }: LedgerRow, isAfterGap: boolean): void {
    const signedBy = hash.split('.')[0] ?? ''
    const isSigned = hash === ledgerHash(this.#key, text)
    const entry = isSigned ? signedPart(text) : { seq, prevHash }
    if (!isSigned && /^[0-9a-f]{8}$/.test(signedBy) && signedBy !== this.#keyId) {
      this.report(seq, 'wrong_key', `Row ${seq} is signed with another key (${signedBy}, not ${this.#keyId}).`)
    } else if (!isSigned) {
      this.report(seq, 'edited', `Row ${seq} was edited or forged: its text does not match its signature.`)
    } else if (entry.seq !== seq) {
      this.report(seq, 'reordered', `Row ${seq} holds what was written as row ${entry.seq}.`)
    } else if (entry.prevHash !== prevHash) {
      this.report(seq, 'edited', `Row ${seq} names another row before it than it was signed with.`)
    } else if (!isAfterGap && prevHash !== this.lastHash) {
      // After a gap the row before is gone, and that is reported already.
      this.report(seq, 'inserted', `Row ${seq} does not follow row ${seq - 1} as it stands: that row was replaced.`)
    }
  }
}

/** The signature was checked, so this is text we wrote. */
function signedPart(text: string): { seq: number; prevHash: string } {
  return JSON.parse(text)
}

function rowsFrom(first: number, last: number): string {
  return first === last ? `Row ${first} was` : `Rows ${first} to ${last} were`
}
