import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { answerOf, changeReason, savedOutput } from './change-settings.ts'
import { earlierSettings, saveSettings, wantedOf } from './save-settings.ts'
import { versionNumber, withheldValues } from './setting-shapes.ts'

export const restoreSettings = defineTool({
  name: 'restore_settings',
  title: 'Restore earlier settings',
  description:
    'Makes the settings as they were in an earlier version, by default the one before the last change. That is a new version; nothing is forgotten, and restoring can be undone the same way. Refused whole where an old value breaks a rule of today, or would change what only the Chairman changes.',
  effect: 'act',
  capability: 'change_settings',
  withheldFields: [...withheldValues, 'reason'],
  input: z.object({
    version: versionNumber.optional().meta({ description: 'by default the one before the version in force' }),
    reason: changeReason,
  }),
  output: savedOutput.extend({ restoredVersion: z.int() }),
  async run({ version, reason }, context) {
    const restoredVersion = version ?? Math.max(1, context.settingsVersion - 1)
    const saved = await saveSettings(context, {
      wanted: async (db) => wantedOf(await earlierSettings(db, restoredVersion, context.now)),
      reason: `as in version ${restoredVersion}: ${reason}`,
      // Which version is the one before depends on the one that was read.
      ...(version === undefined ? { expectedVersion: context.settingsVersion } : {}),
    })
    const { output, facts, rowCount } = answerOf(context, saved)
    return { output: { ...output, restoredVersion }, facts, rowCount }
  },
})
