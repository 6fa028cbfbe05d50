/** How settings and their changes look on a terminal. */
import type { z } from 'zod'
import type { savedOutput } from '../tools/settings/change-settings.ts'
import { settingGroups } from '../tools/settings/declare-parameter.ts'
import type { getSettings } from '../tools/settings/get-settings.ts'
import type { listPresets } from '../tools/settings/list-presets.ts'
import type { listSettingChanges } from '../tools/settings/list-setting-changes.ts'
import type { shownChange } from '../tools/settings/setting-shapes.ts'
import { command, counted, faint, heading, type Output, paragraphs, table, warning } from './output.ts'

type Shown = z.output<typeof getSettings.output>
type Setting = Shown['settings'][number]
type Change = z.output<typeof shownChange>
type History = z.output<typeof listSettingChanges.output>

const MARK = '*'
/** On a narrower terminal a parameter's name matters more than its meaning, which `show` tells. */
const COLUMNS_WITH_MEANING = 120

/** Grouped; what differs from its default is marked, and so is what only the Chairman changes. */
export function showSettings({ version, settings, problems }: Shown, receipt: string, out: Output): void {
  for (const [group, title] of Object.entries(settingGroups)) {
    const members = settings.filter((each) => each.group === group)
    if (members.length === 0) continue
    out.line(heading(title))
    const isWide = !process.stdout.isTTY || process.stdout.columns >= COLUMNS_WITH_MEANING
    out.line(
      table(
        ['', 'parameter', 'value', 'range', 'who', ...(isWide ? ['meaning'] : [])],
        members.map((each) => [
          each.isDefault ? '' : warning(MARK),
          command(each.name),
          each.isDefault ? each.text : `${warning(each.text)} (${each.defaultText})`,
          faint(shortRange(each)),
          each.chairmanOnly ? 'Chairman' : '',
          ...(isWide ? [faint(each.meaning)] : []),
        ]),
      ),
    )
    out.line()
  }
  const changed = settings.filter(({ isDefault }) => !isDefault).length
  out.line(
    faint(
      `Version ${version}; ${changed === 0 ? 'all at their defaults' : `${counted(changed, 'parameter')} changed, marked ${MARK} with the default in brackets`}; receipt ${receipt}.`,
    ),
  )
  for (const problem of problems) out.line(warning(paragraphs(`In force, and against a rule: ${problem}`)))
  out.line(`Next: ${out.crew('settings show engagement_weight')}, ${out.crew('settings set name=value --reason "…"')}`)
}

/** The ends of a number; what else may be given is told in full by `show` and by a refusal. */
function shortRange({ range, unit }: Setting): string {
  if (unit === 'money') return '0 or more'
  return /^[^,]* to [^ ]*$/.test(range) ? range.replace('a whole number from ', '') : ''
}

/** One parameter with its history. */
export function showSetting(
  setting: Setting,
  version: number,
  history: History['versions'],
  receipt: string,
  out: Output,
): void {
  out.line(`${heading(setting.name)} ${faint(setting.parameter)}  ${setting.meaning}`)
  out.line(
    table(
      ['', ''],
      [
        ['value', setting.isDefault ? `${setting.text}, the default` : warning(setting.text)],
        ...(setting.isDefault ? [] : [['default', setting.defaultText]]),
        ['range', setting.range],
        ...setting.rules.map((rule) => ['rule', rule]),
        ['who', setting.chairmanOnly ? 'only the Chairman changes it' : 'the success team, operators and the Chairman'],
        ...(setting.changesScores ? [['then', 'a change takes effect on scores with the next crew score']] : []),
      ].map(([word = '', text = '']) => [faint(word), text]),
    ),
  )
  for (const { version: changedIn, changedBy, changedAt, reason, changes } of history) {
    for (const { beforeText, afterText } of changes)
      out.line(
        paragraphs(
          `Version ${changedIn}, ${minute(changedAt)}: ${beforeText} → ${afterText} by ${changedBy} ${faint(`“${reason}”`)}`,
        ),
      )
  }
  out.line(faint(`Version ${version}; receipt ${receipt}.`))
  out.line(`Next: ${out.crew(`settings set ${setting.name}=… --reason "…"`)}`)
}

/** `before` and `after` head the columns of the two values. */
export function showChanges(changes: readonly Change[], [before, after]: [string, string], out: Output): void {
  out.line(
    table(
      ['parameter', before, after, ''],
      changes.map((change) => [
        command(change.name),
        change.beforeText,
        change.afterText,
        change.chairmanOnly ? faint('Chairman') : '',
      ]),
    ),
  )
}

export function showSaved(saved: z.output<typeof savedOutput>, receipt: string, out: Output): void {
  out.line(`Version ${saved.version} of the settings is in force.`)
  showChanges(saved.changes, ['before', 'now'], out)
  out.line(faint(`Receipt ${receipt}.`))
  const undo = out.crew(`settings undo ${saved.versionBefore} --reason "…"`)
  out.line(
    saved.needsRefresh
      ? `Next: ${out.crew('score')}, for scores change with it; or ${undo}`
      : `Next: ${out.crew('settings history')}, or ${undo}`,
  )
}

export function showPresets(listed: z.output<typeof listPresets.output>, receipt: string, out: Output): void {
  for (const { preset, meaning, changes, chairmans, problems } of listed.presets) {
    out.line(`${heading(preset)}  ${meaning}`)
    if (changes.length === 0) out.line(faint('  would change nothing'))
    for (const { name, beforeText, afterText } of changes) out.line(`  ${command(name)} ${beforeText} → ${afterText}`)
    if (chairmans.length > 0) out.line(faint(`  the Chairman applies it, for ${chairmans.join(', ')}`))
    for (const problem of problems) out.line(warning(paragraphs(`  would be refused: ${problem}`)))
    out.line()
  }
  out.line(faint(`Against version ${listed.version}; receipt ${receipt}.`))
  out.line(`Next: ${out.crew('settings preset enterprise --reason "…"')}`)
}

export function showVersions({ version, versions, hasMore }: History, receipt: string, out: Output): void {
  for (const { version: number, changedBy, changedAt, reason, isInForce, changes } of versions) {
    out.line(
      `${heading(`Version ${number}`)}${isInForce ? ', in force' : ''}  ${minute(changedAt)} by ${changedBy} ${faint(`“${reason}”`)}`,
    )
    for (const { name, beforeText, afterText } of changes) out.line(`  ${command(name)} ${beforeText} → ${afterText}`)
  }
  if (versions.length === 0) out.line('It was never changed.')
  if (hasMore) out.line(faint('Older versions are left out; see more with --limit.'))
  out.line(faint(`Receipt ${receipt}.`))
  const earlier = version - 1
  if (earlier < 1) out.line(`Next: ${out.crew('settings')}`)
  else
    out.line(`Next: ${out.crew(`settings diff ${earlier}`)}, or ${out.crew(`settings undo ${earlier} --reason "…"`)}`)
}

/** `2026-03-02 12:00 UTC` of an ISO instant. */
const minute = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`
