/** A database as one venture sees it. Query functions take this, so a query without a venture does not compile. */
import type { Queryable, Sql } from './client.ts'

export class VentureDb {
  readonly sql: Queryable
  readonly ventureId: string
  readonly #pool: Sql | undefined

  /** `pool` is absent inside a transaction, where a second `transaction` joins the first. */
  constructor(sql: Queryable, ventureId: string, pool?: Sql) {
    this.sql = sql
    this.ventureId = ventureId
    this.#pool = pool
  }

  /** Runs `work` in one transaction; everything inside must go through the VentureDb it is given. */
  async transaction<T>(work: (db: VentureDb) => Promise<T>): Promise<T> {
    if (!this.#pool) return work(this)
    const result: { value?: T } = {}
    await this.#pool.begin(async (tx) => {
      result.value = await work(new VentureDb(tx, this.ventureId))
    })
    return result.value as T
  }
}

/** Results are true for the end of the UTC day `asOf`, from what was recorded by `knownAt`. */
export interface AsOf {
  /** YYYY-MM-DD */
  asOf: string
  knownAt: Date
}
