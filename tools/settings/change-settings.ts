import { z } from 'zod'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { needsRefresh, type SavedSettings, saveSettings } from './save-settings.ts'
import { changeFacts, showChange, shownChange, wantedSetting, withheldValues } from './setting-shapes.ts'

export const changeReason = z.string().trim().min(1).max(2_000)

/** What every tool that changes settings answers. */
export const savedOutput = z.object({
  /** The new version, in force from now. */
  version: z.int(),
  versionBefore: z.int(),
  changes: z.array(shownChange),
  /** True when a score may be another by these settings: scores are to be refreshed. */
  needsRefresh: z.boolean(),
})

export const changeSettings = defineTool({
  name: 'change_settings',
  title: 'Change settings',
  description:
    'Sets one or several parameters at once, with a reason, as a new version in force from now. The set is refused whole when a value is out of its range or a rule between parameters breaks; the refusal names every problem. Success and operators change what is not the Chairman’s, the Chairman everything; an assistant files a proposal of the kind setting instead.',
  effect: 'act',
  capability: 'change_settings',
  withheldFields: [...withheldValues, 'to', 'reason'],
  input: z.object({
    changes: z.array(wantedSetting).min(1).max(100),
    reason: changeReason,
    expectedVersion: z.int().min(0).optional().meta({ description: 'refused when another version is in force' }),
  }),
  output: savedOutput,
  async run({ changes, reason, expectedVersion }, context) {
    return answerOf(context, await saveSettings(context, { wanted: changes, reason, expectedVersion }))
  },
})

export function answerOf(context: ToolContext, saved: SavedSettings) {
  const fact = factsAbout(context, ventureSubject(context))
  return {
    output: {
      ...saved,
      changes: saved.changes.map((change) => showChange(change, context.venture.currency)),
      needsRefresh: needsRefresh(saved.changes),
    },
    facts: [
      fact('version', 'settings_version', 'count', saved.version, null),
      fact('changes', 'changed_settings', 'count', saved.changes.length, null),
      ...changeFacts(context, saved.changes),
    ],
    rowCount: saved.changes.length,
  }
}
