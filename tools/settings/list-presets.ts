import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { settingChanges, settingProblems } from './check-settings.ts'
import { presetNames, presets } from './presets.ts'
import { chairmansOf } from './save-settings.ts'
import { changeFacts, showChange, shownChange, withheldValues } from './setting-shapes.ts'

export const listPresets = defineTool({
  name: 'list_presets',
  title: 'See the presets',
  description:
    'The ready-made sets of settings (enterprise, consumer, startup, product_led, freemium): what each is for, what it would change of the settings in force, which of that only the Chairman changes, and what would stand in its way. Use it before apply_preset; it changes nothing.',
  effect: 'read',
  capability: 'read',
  readsPersonalData: true,
  withheldFields: [...withheldValues],
  input: z.object({}),
  output: z.object({
    version: z.int(),
    presets: z.array(
      z.object({
        preset: z.enum(presetNames),
        meaning: z.string(),
        changes: z.array(shownChange),
        /** What only the Chairman changes, as the documents write it. */
        chairmans: z.array(z.string()),
        /** Why it would be refused with the settings in force; empty when it would not. */
        problems: z.array(z.string()),
      }),
    ),
  }),
  async run(_input, context) {
    const { settings, settingsVersion, venture } = context
    const each = presetNames.map((preset) => {
      const after = { ...settings, ...presets[preset].settings }
      return { preset, after, changes: settingChanges(settings, after) }
    })
    return {
      output: {
        version: settingsVersion,
        presets: each.map(({ preset, after, changes }) => ({
          preset,
          meaning: presets[preset].meaning,
          changes: changes.map((change) => showChange(change, venture.currency)),
          chairmans: chairmansOf(changes),
          problems: settingProblems(after).map(({ message }) => message),
        })),
      },
      facts: each.flatMap(({ preset, changes }) => changeFacts(context, changes, `${preset}.`)),
      rowCount: each.length,
    }
  },
})
