import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { answerOf, changeReason, savedOutput } from './change-settings.ts'
import { findParameter } from './parameters.ts'
import { type PresetName, presetNames, presets } from './presets.ts'
import { saveSettings } from './save-settings.ts'
import { wantedSetting, withheldValues } from './setting-shapes.ts'

export const applyPreset = defineTool({
  name: 'apply_preset',
  title: 'Apply a preset',
  description:
    'Lays a ready-made set over the settings in force: enterprise, consumer, startup, product_led or freemium. What the preset does not name stays. Further changes may go with it, where the venture’s own values would break a rule with the preset’s. See what each would change with list_presets. Makes a new version, or is refused whole.',
  effect: 'act',
  capability: 'change_settings',
  withheldFields: [...withheldValues, 'to', 'reason'],
  input: z.object({
    preset: z.enum(presetNames),
    changes: z.array(wantedSetting).max(100).default([]).meta({ description: 'win over the preset' }),
    reason: changeReason,
  }),
  output: savedOutput,
  async run({ preset, changes, reason }, context) {
    const own = new Set(changes.map(({ parameter }) => findParameter(parameter)))
    const wanted = [...wantedOfPreset(preset).filter(({ parameter }) => !own.has(parameter)), ...changes]
    const saved = await saveSettings(context, { wanted, reason: `preset ${preset}: ${reason}` })
    return answerOf(context, saved)
  },
})

function wantedOfPreset(preset: PresetName) {
  return Object.entries(presets[preset].settings).flatMap(([name, to]) => {
    const parameter = findParameter(name)
    return parameter === undefined ? [] : [{ parameter, to }]
  })
}
