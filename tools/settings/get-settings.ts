import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { isSame, type Json, parameterNamed, settingProblems } from './check-settings.ts'
import { constraints } from './constraints.ts'
import { settingGroups, settingUnits } from './declare-parameter.ts'
import { changesScores, groupOf, parameterNames, parameterOf, snakeName } from './parameters.ts'
import { parameterName, settingFact } from './setting-shapes.ts'
import { defaultSettings, type Settings } from './settings.ts'
import { shownSetting } from './shown-setting.ts'

const groups = Object.keys(settingGroups) as [keyof typeof settingGroups, ...(keyof typeof settingGroups)[]]

export const getSettings = defineTool({
  name: 'get_settings',
  title: 'See the settings',
  description:
    'Every parameter with its value in force, default, range, unit, meaning, the rules that bind it and whether only the Chairman changes it. Narrow it by one parameter, a group, or those that differ from their default. Use it before proposing or making a change, or to say by which settings a number was computed.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  readsPersonalData: true,
  withheldFields: ['value', 'text'],
  input: z.object({
    parameter: z.string().min(1).max(100).optional().meta({ description: 'engagementWeight or engagement_weight' }),
    group: z.enum(groups).optional(),
    changedOnly: z.boolean().default(false).meta({ description: 'only those that differ from their default' }),
  }),
  output: z.object({
    version: z.int(),
    settings: z.array(
      z.object({
        parameter: parameterName,
        /** As the documents and commands write it. */
        name: z.string(),
        group: z.enum(groups),
        value: z.json(),
        text: z.string(),
        default: z.json(),
        defaultText: z.string(),
        isDefault: z.boolean(),
        range: z.string(),
        unit: z.enum(settingUnits),
        meaning: z.string(),
        chairmanOnly: z.boolean(),
        /** After a change scores are to be refreshed. */
        changesScores: z.boolean(),
        rules: z.array(z.string()),
      }),
    ),
    /** Where values in force break a rule that is newer than they are. */
    problems: z.array(z.string()),
  }),
  async run({ parameter, group, changedOnly }, context) {
    const only = parameter === undefined ? undefined : parameterNamed(parameter)
    const { all, problems } = described(context.settings, context.venture.currency)
    const shown = all.filter(
      ({ parameter: name, group: its, isDefault }) =>
        (only === undefined || name === only) && (group === undefined || its === group) && !(changedOnly && isDefault),
    )
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: { version: context.settingsVersion, settings: shown, problems },
      facts: [
        fact('version', 'settings_version', 'count', context.settingsVersion, null),
        ...shown.map(({ parameter: name, value }) => settingFact(context, 'setting', name, value)),
      ],
      rowCount: shown.length,
    }
  },
})

/** By the settings as they were read, which are one object while they are in force: checking and wording them takes milliseconds. */
const kept = new WeakMap<Settings, Map<string, ReturnType<typeof describe>>>()

function described(settings: Settings, currency: string): ReturnType<typeof describe> {
  const byCurrency = kept.get(settings) ?? new Map<string, ReturnType<typeof describe>>()
  kept.set(settings, byCurrency)
  const known = byCurrency.get(currency) ?? describe(settings, currency)
  byCurrency.set(currency, known)
  return known
}

function describe(settings: Settings, currency: string) {
  const all = parameterNames.map((name) => {
    const { range, unit, meaning, chairmanOnly } = parameterOf(name)
    return {
      parameter: name,
      name: snakeName(name),
      group: groupOf(name),
      value: settings[name],
      text: shownSetting(name, settings[name], currency),
      default: defaultSettings[name],
      defaultText: shownSetting(name, defaultSettings[name], currency),
      isDefault: isSame(settings[name] as Json, defaultSettings[name] as Json),
      range,
      unit,
      meaning,
      chairmanOnly,
      changesScores: changesScores(name),
      rules: constraints.flatMap((each) => (each.parameters.some((bound) => bound === name) ? [each.rule] : [])),
    }
  })
  return { all, problems: settingProblems(settings).map(({ message }) => message) }
}
