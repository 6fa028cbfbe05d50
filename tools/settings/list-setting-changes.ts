import { z } from 'zod'
import { type SettingsVersionRow, settingsVersions } from '../../db/queries/settings.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { parameterNamed, settingChanges } from './check-settings.ts'
import { changeFacts, showChange, shownChange, withheldValues } from './setting-shapes.ts'
import { parseStoredSettings } from './settings.ts'

/** Above any version there can be. */
const NEWEST = 2_147_483_647
/** Versions looked through at once for the changes of one parameter. */
const MOST_VERSIONS = 1_000

export const listSettingChanges = defineTool({
  name: 'list_setting_changes',
  title: 'See how settings changed',
  description:
    'Versions of the settings, newest first: who changed what from what to what, when and why. Narrow it to one parameter or to some days. Use it to see why scores were computed differently, or which version to restore.',
  effect: 'read',
  capability: 'read',
  readsPersonalData: true,
  withheldFields: [...withheldValues, 'reason', 'changedBy'],
  replayable: false,
  input: z.object({
    parameter: z.string().min(1).max(100).optional().meta({ description: 'engagementWeight or engagement_weight' }),
    from: z.iso.date().optional().describe('Only those of this day or later'),
    until: z.iso.date().optional().describe('Only those before this day'),
    limit: z.int().min(1).max(500).default(20),
  }),
  output: z.object({
    version: z.int(),
    versions: z.array(
      z.object({
        version: z.int(),
        changedBy: z.string(),
        reason: z.string(),
        effectiveFrom: z.string(),
        changedAt: z.string(),
        isInForce: z.boolean(),
        changes: z.array(shownChange),
      }),
    ),
    /** True when older versions are left out. */
    hasMore: z.boolean(),
  }),
  async run({ parameter, from, until, limit }, context) {
    const only = parameter === undefined ? undefined : parameterNamed(parameter)
    const { venture, settingsVersion } = context
    const isAll = only === undefined && from === undefined && until === undefined
    const read = isAll ? limit : MOST_VERSIONS
    // One more than shown: what the oldest changed is its difference from the one before.
    const rows = await settingsVersions(context.db, { from: 1, to: NEWEST, limit: read + 1 })
    const versions = rows.slice(0, read).map((row, at) => {
      const earlier = rows[at + 1]
      const changes = earlier
        ? settingChanges(parseStoredSettings(earlier.settings), parseStoredSettings(row.settings))
        : []
      return { row, changes: changes.filter((each) => only === undefined || each.parameter === only) }
    })
    const wanted = versions.filter(({ row, changes }) => {
      const on = row.createdAt.toISOString().slice(0, 10)
      const isThen = (from === undefined || on >= from) && (until === undefined || on < until)
      return isThen && (only === undefined || changes.length > 0)
    })
    const shown = wanted.slice(0, limit)
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: {
        version: settingsVersion,
        versions: shown.map(({ row, changes }) => ({
          version: row.version,
          changedBy: whoChanged(row),
          reason: row.reason,
          effectiveFrom: row.effectiveFrom.toISOString(),
          changedAt: row.createdAt.toISOString(),
          isInForce: row.version === settingsVersion,
          changes: changes.map((change) => showChange(change, venture.currency)),
        })),
        hasMore: rows.length > read || wanted.length > limit,
      },
      facts: [
        fact('period', 'changed_in', 'period', from && until ? `${from}/${until}` : null, null),
        ...shown.flatMap(({ row, changes }) => [
          fact(
            `v${row.version}.changed_on`,
            'setting_changed_on',
            'date',
            row.createdAt.toISOString().slice(0, 10),
            null,
          ),
          {
            ...fact(`v${row.version}.changed_by`, 'setting_changed_by', 'name', whoChanged(row), null),
            isPersonal: true as const,
          },
          ...changeFacts(context, changes, `v${row.version}.`),
        ]),
      ],
      rowCount: shown.length,
    }
  },
})

/** `Clara Chair`, `the system (schedule)`. */
function whoChanged({ changedBy, personName }: SettingsVersionRow): string {
  if (personName !== null) return personName
  const [kind = '', id = ''] = changedBy.split(':')
  if (kind === 'person') return 'a person who is deleted'
  if (id === 'local_operator') return 'the operator at this computer'
  return id === '' ? 'the setup' : `${id.replaceAll('_', ' ')} (${kind})`
}
