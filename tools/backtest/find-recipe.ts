/** Which settings a score is backtested with. */
import { settingsDocument } from '../../db/queries/receipts.ts'
import { UserError } from '../../errors.ts'
import type { ToolContext } from '../define-tool.ts'
import { presetNames, presets } from '../settings/presets.ts'
import { parseStoredSettings, type Settings } from '../settings/settings.ts'

export interface Recipe {
  /** `settings version 3`, as people read it. */
  name: string
  settings: Settings
}

type Context = Pick<ToolContext, 'db' | 'settings' | 'settingsVersion'>

/** The settings in force (`current`), a version by its number, or a preset laid over those in force. */
export async function findRecipe(context: Context, field: string, name: string): Promise<Recipe> {
  if (name === 'current') return { name: `settings version ${context.settingsVersion}`, settings: context.settings }
  const preset = presetNames.find((known) => known === name)
  if (preset) {
    const settings = parseStoredSettings({ ...context.settings, ...presets[preset].settings })
    return { name: `preset ${preset}`, settings }
  }
  const version = /^[1-9]\d{0,8}$/.test(name) ? Number(name) : undefined
  const document = version === undefined ? undefined : await settingsDocument(context.db, version)
  if (document !== undefined) return { name: `settings version ${version}`, settings: parseStoredSettings(document) }
  throw new UserError({
    code: 'not_found',
    message: `There are no settings “${name}”.`,
    field,
    value: name,
    fix: `Give current, a version from 1 to ${context.settingsVersion}, or a preset: ${presetNames.join(', ')}.`,
  })
}
