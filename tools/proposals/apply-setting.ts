/** Carries out proposed settings: a new version of the whole document, or an error that says why it cannot be. */
import { latestDecision } from '../../db/queries/decisions.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { ToolContext } from '../define-tool.ts'
import { isSame, type Json, parameterNamed, settingChanges, settleChanges } from '../settings/check-settings.ts'
import { findParameter, snakeName } from '../settings/parameters.ts'
import { chairmansOf, lockSettings, writeVersion } from '../settings/save-settings.ts'
import type { Settings } from '../settings/settings.ts'
import type { DraftChanges } from './proposal.ts'
import type { SettingDraft } from './setting-draft.ts'

/** Throws `invalid_input` when the changed set breaks a rule. Returns the new version. Call it in a transaction. */
export async function applySetting(
  db: VentureDb,
  context: Pick<ToolContext, 'actor' | 'now' | 'ledgerKey'>,
  { proposalId, label, draft }: { proposalId: string; label: string; draft: SettingDraft },
): Promise<number> {
  const { settings: before } = await lockSettings(db)
  const { settings, changes } = settleChanges(before, draft.changes)
  const decision = await latestDecision(db, proposalId)
  // Whoever approved it changed it, though the system wrote it down.
  const changedBy =
    decision && context.actor.kind !== 'person'
      ? `person:${decision.personId}`
      : `${context.actor.kind}:${context.actor.id}`
  const reason = decision ? `${label}: ${decision.reason}` : label
  return writeVersion(db, context, { settings, changes, reason, changedBy, proposalId })
}

/** Throws `invalid_input` with every problem when the draft cannot be applied to these settings. */
export function checkSetting(settings: Settings, draft: SettingDraft): void {
  settleChanges(settings, draft.changes)
}

/**
 * The draft as it is filed: parameters by their own names, in their order, and only what would change. Throws
 * `invalid_input` with every problem, `facts_moved` when a value it starts from is not the one in force, and `conflict`
 * when nothing would change.
 */
export function settleDraft(settings: Settings, draft: SettingDraft): SettingDraft {
  const moved = draft.changes.flatMap(({ parameter, from }) => {
    const name = parameterNamed(parameter)
    const now = settings[name] as Json
    return isSame(now, from as Json)
      ? []
      : [`${snakeName(name)} is ${JSON.stringify(now)}, not ${JSON.stringify(from)}`]
  })
  if (moved.length > 0) {
    throw new UserError({
      code: 'facts_moved',
      message: `The settings are not what the proposal starts from: ${moved.join('; ')}.`,
      field: 'changes',
      fix: 'Read them with get_settings, then propose again.',
    })
  }
  const { settings: after } = settleChanges(settings, draft.changes)
  const changes = settingChanges(settings, after)
  if (changes.length > 0) return { ...draft, changes }
  throw new UserError({
    code: 'conflict',
    message: 'The proposal would change nothing: the settings are so already.',
    field: 'changes',
    fix: 'Propose another value, or nothing.',
  })
}

/**
 * The draft with other new values for parameters it changes, starting from what is in force. Anything else in `changes`
 * is kept, for the draft's own schema refuses it. Throws `invalid_input` for a parameter that the draft leaves alone.
 */
export function modifySetting(
  draft: SettingDraft,
  { to, changes: wanted = [], ...rest }: DraftChanges,
  settings: Settings,
): unknown {
  const [only, ...others] = draft.changes
  if (to !== undefined && others.length > 0) throw notOfDraft(draft, 'several parameters at once')
  const values = new Map(wanted.map(({ parameter, to: value }) => [parameterNamed(parameter) as string, value]))
  if (to !== undefined && only) values.set(only.parameter, to)
  const stranger = [...values.keys()].find((name) => draft.changes.every(({ parameter }) => parameter !== name))
  if (stranger !== undefined) throw notOfDraft(draft, `not ${stranger}`)
  const changes = draft.changes.map(({ parameter, from, to: before }) => ({
    parameter,
    from: findParameter(parameter) === undefined ? from : settings[parameterNamed(parameter)],
    to: values.has(parameter) ? values.get(parameter) : before,
  }))
  return { ...draft, ...rest, changes }
}

function notOfDraft({ changes }: SettingDraft, what: string): UserError {
  return new UserError({
    code: 'invalid_input',
    message: `The proposal changes ${what}.`,
    field: 'changes',
    fix: `Give new values by name, of ${changes.map(({ parameter }) => snakeName(parameterNamed(parameter))).join(', ')}.`,
  })
}

/** What of the draft only the Chairman changes, as the documents write it; names of a time before count as his. */
export function chairmansOfDraft({ changes }: SettingDraft): string[] {
  return changes.flatMap(({ parameter }) => {
    const name = findParameter(parameter)
    return name === undefined ? [parameter] : chairmansOf([{ parameter: name }])
  })
}

/** The same for the same set, in whatever order and spelling it was named. Throws `invalid_input` for a name that is none. */
export function parametersOf({ changes }: SettingDraft): string {
  return changes
    .map(({ parameter }) => parameterNamed(parameter))
    .sort()
    .join('+')
}
