import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { settingChanges } from './check-settings.ts'
import { earlierSettings } from './save-settings.ts'
import { changeFacts, showChange, shownChange, versionNumber, withheldValues } from './setting-shapes.ts'

export const compareSettings = defineTool({
  name: 'compare_settings',
  title: 'Compare two versions of the settings',
  description:
    'What differs between two versions of the settings, each parameter with its value in both; the second is by default the version in force. Use it when a score or a backtest was computed by another version.',
  effect: 'read',
  capability: 'read',
  readsPersonalData: true,
  withheldFields: [...withheldValues],
  replayable: false,
  input: z.object({ from: versionNumber, to: versionNumber.optional() }),
  output: z.object({ from: z.int(), to: z.int(), changes: z.array(shownChange) }),
  async run({ from, to }, context) {
    const { db, now, settingsVersion } = context
    const [before, after] = [
      await earlierSettings(db, from, now),
      to === undefined ? context.settings : await earlierSettings(db, to, now),
    ]
    const changes = settingChanges(before, after)
    return {
      output: {
        from,
        to: to ?? settingsVersion,
        changes: changes.map((change) => showChange(change, context.venture.currency)),
      },
      facts: changeFacts(context, changes),
      rowCount: changes.length,
    }
  },
})
