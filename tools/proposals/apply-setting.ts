/** Carries out a proposed setting: a new version of the whole document, or an error that says why it cannot be. */
import { insertSettingsVersion } from '../../db/queries/settings.ts'
import { lockBudget } from '../../db/queries/touches.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { readSettings, settingsSchema } from '../settings/settings.ts'
import type { Draft } from './proposal.ts'

type SettingDraft = Extract<Draft, { kind: 'setting' }>

/** Throws `invalid_input` when the changed set breaks a rule. Returns the new version. Call it in a transaction. */
export async function applySetting(
  db: VentureDb,
  context: Pick<ToolContext, 'actor' | 'now' | 'ledgerKey'>,
  change: { proposalId: string; label: string; draft: SettingDraft },
): Promise<number> {
  await lockBudget(db)
  const { settings } = await readSettings(db, context.now)
  const settled = checkSetting(settings, change.draft)
  const version = await insertSettingsVersion(db, {
    settings: settled,
    effectiveFrom: context.now,
    changedBy: `${context.actor.kind}:${context.actor.id}`,
    reason: change.label,
  })
  await appendLedger(db, context.ledgerKey, {
    event: 'settings.changed',
    actor: context.actor,
    at: context.now,
    ids: { proposalId: change.proposalId },
    detail: { version, parameter: change.draft.parameter, before: change.draft.from, after: change.draft.to },
  })
  return version
}

/** The settings with the change in them. Throws `invalid_input` naming parameter, value and rule. */
export function checkSetting(settings: object, { parameter, to }: SettingDraft) {
  const parsed = settingsSchema.safeParse({ ...settings, [parameter]: to })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UserError({
    code: 'invalid_input',
    message: `${parameter} cannot be ${JSON.stringify(to)}: ${issue?.message ?? 'it is not allowed'}.`,
    field: parameter,
    value: JSON.stringify(to),
    fix: 'Propose a value that the rule allows.',
  })
}
