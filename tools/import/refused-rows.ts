/** Rows that are refused: counted, shown, and written down as they came. */
import { countStagedRefusals, stagedRefusals } from '../../db/queries/import/checks.ts'
import type { ImportEntity, Staging } from '../../db/queries/import/staging.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import { type OpenFile, total } from './open-files.ts'
import { readRecords, type SourceRecord } from './read-records.ts'
import type { Refusal } from './read-row.ts'
import { refusalOf } from './wording.ts'

const REFUSALS_SHOWN = 20
const DEFAULT_MAX_REFUSED_PERCENT = 5

export interface Tally {
  entities: Map<ImportEntity, { read: number; refused: number; staged: number }>
  refusals: (Refusal & { file: string })[]
}

export function countOf(tally: Tally, entity: ImportEntity) {
  let count = tally.entities.get(entity)
  if (!count) {
    count = { read: 0, refused: 0, staged: 0 }
    tally.entities.set(entity, count)
  }
  return count
}

export async function refuse(file: OpenFile, refusal: Refusal, record: SourceRecord, tally: Tally): Promise<void> {
  for (const entity of Object.keys(file.feeds) as ImportEntity[]) {
    const count = countOf(tally, entity)
    count.read++
    count.refused++
  }
  await reject(file, refusal, record, tally)
}

async function reject(file: OpenFile, refusal: Refusal, record: SourceRecord, tally: Tally): Promise<void> {
  file.refused++
  if (tally.refusals.length < REFUSALS_SHOWN) tally.refusals.push({ file: file.name, ...refusal })
  await file.rejected.add(refusal, record.values)
}

/** The rows that the database refused are fetched from their files again: staging has what was read, not what was written. */
export async function writeStagedRefusals(
  db: VentureDb,
  staging: Staging,
  files: OpenFile[],
  tally: Tally,
): Promise<void> {
  const counts = await countStagedRefusals(db, staging)
  for (const file of files.filter(({ fileNo }) => counts.has(fileNo))) {
    const refused = stagedRefusals(db, staging, file.fileNo)
    let next = await refused.next()
    for await (const record of readRecords(file)) {
      if (next.done) break
      if (record.line !== next.value.line) continue
      await reject(file, refusalOf(next.value, file.feeds), record, tally)
      next = await refused.next()
    }
  }
}

export async function closeRejected(files: OpenFile[]): Promise<string[]> {
  const paths: string[] = []
  for (const { rejected } of files) if (await rejected.close()) paths.push(rejected.path)
  return paths
}

export function assertFewRefused(
  files: OpenFile[],
  rejectedFiles: string[],
  maxPercent = DEFAULT_MAX_REFUSED_PERCENT,
): void {
  const [rows, refused] = [total(files, 'rows'), total(files, 'refused')]
  if (refused === 0 || (refused / rows) * 100 <= maxPercent) return
  const each = files.filter((file) => file.refused > 0).map((file) => `${file.name}: ${file.refused} of ${file.rows}`)
  throw new UserError({
    code: 'invalid_input',
    message: `${refused} of ${rows} rows are refused, more than ${maxPercent} % (${each.join('; ')}). Nothing was loaded.`,
    field: 'maxRefusedPercent',
    value: `${((refused / rows) * 100).toFixed(1)} %`,
    fix: `The rows and reasons are in ${rejectedFiles.join(', ')}. Correct the files or the mapping, or allow more refused rows.`,
  })
}
