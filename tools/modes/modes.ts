/** How far the system goes by itself, per venture and kind of action. What was never set is manual. */
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { currentModes, insertMode, type ModeRow } from '../../db/queries/modes.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { Actor } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { type ProposalKind, proposalKinds } from '../proposals/proposal.ts'

/**
 * manual: the crew drafts, a person does it and says so. assisted: the system does it after a person approved. auto:
 * without a person.
 */
export const modes = ['manual', 'assisted', 'auto'] as const
export type Mode = (typeof modes)[number]

export interface KindMode {
  kind: ProposalKind
  mode: Mode
  /** Null where nobody ever set it. */
  setBy: string | null
  reason: string | null
  setAt: Date | null
}

/** The mode of every kind, in the order of `proposalKinds`. */
export async function readModes(db: VentureDb): Promise<KindMode[]> {
  const rows = new Map<string, ModeRow>((await currentModes(db)).map((row) => [row.kind, row]))
  return proposalKinds.map((kind) => {
    const row = rows.get(kind)
    if (!row) return { kind, mode: 'manual', setBy: null, reason: null, setAt: null }
    return { kind, mode: z.enum(modes).parse(row.mode), setBy: row.setBy, reason: row.reason, setAt: row.setAt }
  })
}

export async function modeOf(db: VentureDb, kind: ProposalKind): Promise<Mode> {
  return (await readModes(db)).find((each) => each.kind === kind)?.mode ?? 'manual'
}

/** Notes the new mode and who set it. Whether it may be set is the caller's to check. */
export async function changeMode(
  db: VentureDb,
  key: Buffer,
  change: { kind: ProposalKind; mode: Mode; reason: string; by: Actor; at: Date; isOverride?: boolean },
): Promise<void> {
  const id = uuidv7()
  await db.transaction(async (tx) => {
    const before = await modeOf(tx, change.kind)
    await insertMode(tx, {
      id,
      kind: change.kind,
      mode: change.mode,
      setBy: `${change.by.kind}:${change.by.id}`,
      reason: change.reason,
    })
    await appendLedger(tx, key, {
      event: 'mode.set',
      actor: change.by,
      at: change.at,
      ids: { modeId: id },
      detail: { kind: change.kind, before, after: change.mode, isOverride: change.isOverride ?? false },
    })
  })
}
