/** What a call of a tool begins with: how much is known, and by which settings it computes. */
import { askTogether } from '../db/ask-together.ts'
import { dataAndSettings } from '../db/queries/ventures.ts'
import type { VentureDb } from '../db/venture-db.ts'
import { type Settings, settingsOf } from './settings/settings.ts'

export interface DataAndSettings {
  /** Of the newest committed batch; undefined when nothing was loaded. */
  newestBatchAt: Date | undefined
  settings: Settings
  /** 0 for the defaults of a venture that never saved any. */
  version: number
}

interface Moment {
  at: Date
  /** True for the present: calls that begin together then share one look, at the last of their moments. */
  isNow: boolean
}

/** Read anew for every call; calls of the same moment read it once. */
export const readDataAndSettings = askTogether<VentureDb, Moment, DataAndSettings>(
  async (db, moments) => {
    const row = await dataAndSettings(
      db,
      moments.map(({ at }) => at).reduce((one, other) => (other > one ? other : one)),
    )
    const { version, settings, newestBatchAt } = row
    const inForce = settingsOf(version === null ? undefined : { version, settings })
    const found = { newestBatchAt: newestBatchAt ?? undefined, ...inForce }
    return moments.map(() => found)
  },
  { alike: ({ at, isNow }) => (isNow ? 'now' : at.toISOString()) },
)
