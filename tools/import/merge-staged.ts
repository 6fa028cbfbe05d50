/** The one transaction of an import: the batch's row and everything it made known, or nothing. */
import { announceBatch, beginBatch, insertBatch } from '../../db/queries/import/batches.ts'
import { countLateEvents } from '../../db/queries/import/late-events.ts'
import { isMarked, markBatch } from '../../db/queries/import/marks.ts'
import { mergeCustomers, mergeUsers } from '../../db/queries/import/merge-customers.ts'
import { mergeChurnEvents, mergeFeedback, mergeInvoices, mergeSurveys } from '../../db/queries/import/merge-events.ts'
import { mergeSubscriptions, mergeTickets } from '../../db/queries/import/merge-subscriptions-and-tickets.ts'
import { mergeUsage } from '../../db/queries/import/merge-usage.ts'
import type { Merge, MergeCount } from '../../db/queries/import/reconcile.ts'
import { type ImportEntity, importEntities, planForBulk, type Staging } from '../../db/queries/import/staging.ts'
import type { VentureDb } from '../../db/venture-db.ts'

const merges: Record<ImportEntity, (db: VentureDb, merge: Merge) => Promise<MergeCount>> = {
  customers: mergeCustomers,
  users: mergeUsers,
  subscriptions: mergeSubscriptions,
  usage: mergeUsage,
  tickets: mergeTickets,
  surveys: mergeSurveys,
  churn_events: mergeChurnEvents,
  invoices: mergeInvoices,
  feedback: mergeFeedback,
}

export interface MergedBatch {
  /** Null when the files said nothing new: then there is no batch. */
  recordedAt: Date | null
  counts: Map<ImportEntity, MergeCount>
}

export async function mergeStaged(
  db: VentureDb,
  staging: Staging,
  options: {
    /** By default the id of the staging area, which then serves one batch only. */
    batchId?: string
    staged: ReadonlySet<ImportEntity>
    rowCount: number
    now: Date
    description: string
    onEntity(entity: ImportEntity): void
  },
): Promise<MergedBatch> {
  return db.transaction(async (tx) => {
    await planForBulk(tx, options.rowCount)
    const recordedAt = await beginBatch(tx)
    const counts = new Map<ImportEntity, MergeCount>()
    for (const entity of importEntities.filter((one) => options.staged.has(one))) {
      options.onEntity(entity)
      const merge = { ...staging, recordedAt, effectiveAt: options.now }
      const count = await merges[entity](tx, merge)
      counts.set(entity, count)
      if (entity === 'usage' && count.added > 0) count.late = await countLateEvents(tx, merge)
      if (isMarked(entity) && count.added + count.changed > 0) await markBatch(tx, merge, entity)
    }
    const isNews = [...counts.values()].some(({ added, changed }) => added + changed > 0)
    if (!isNews) return { recordedAt: null, counts }
    await insertBatch(tx, {
      id: options.batchId ?? staging.batchId,
      recordedAt,
      source: staging.source,
      description: options.description,
      counts: Object.fromEntries(counts),
    })
    await announceBatch(tx)
    return { recordedAt, counts }
  })
}
