import { Argument, Command } from 'commander'
import type { z } from 'zod'
import { UserError } from '../../errors.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { runTool } from '../../tools/run-tool.ts'
import { applyPreset } from '../../tools/settings/apply-preset.ts'
import { changeSettings } from '../../tools/settings/change-settings.ts'
import { compareSettings } from '../../tools/settings/compare-settings.ts'
import { getSettings } from '../../tools/settings/get-settings.ts'
import { listPresets } from '../../tools/settings/list-presets.ts'
import { listSettingChanges } from '../../tools/settings/list-setting-changes.ts'
import { presetNames } from '../../tools/settings/presets.ts'
import { restoreSettings } from '../../tools/settings/restore-settings.ts'
import { wantedSettings } from '../../tools/settings/shown-setting.ts'
import type { Output } from '../output.ts'
import { crewCommand, parseCount, withCrew } from '../session.ts'
import { showChanges, showPresets, showSaved, showSetting, showSettings, showVersions } from '../settings-view.ts'

const HISTORY = 20

export function settingsCommand(): Command {
  return new Command('settings')
    .description('every parameter of the venture: see, change, preset, history, undo')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(showCommand())
    .addCommand(setCommand())
    .addCommand(presetCommand())
    .addCommand(historyCommand())
    .addCommand(undoCommand())
    .addCommand(diffCommand())
}

function listCommand(): Command {
  return crewCommand('list', 'every parameter by group; what differs from its default is marked')
    .option('--changed', 'only those that differ from their default')
    .action((options) =>
      withCrew(options, async (crew, out) => {
        const input = { changedOnly: options.changed ?? false }
        const { output, receipt } = await runTool(getSettings, input, await crew.context())
        out.result({ ...output, receipt }, () => showSettings(output, receipt, out))
      }),
    )
}

function showCommand(): Command {
  return crewCommand('show', 'one parameter: value, range, rules, who may change it, and its history')
    .argument('<name>', 'engagement_weight or engagementWeight')
    .action((name: string, options) =>
      withCrew(options, async (crew, out) => {
        const context = await crew.context()
        const { output, receipt } = await runTool(getSettings, { parameter: name }, context)
        const history = await runTool(listSettingChanges, { parameter: name, limit: 5 }, context)
        const [setting] = output.settings
        if (!setting) throw new Error('the parameter was found and is not shown')
        const document = { version: output.version, ...setting, history: history.output.versions, receipt }
        out.result(document, () => showSetting(setting, output.version, history.output.versions, receipt, out))
      }),
    )
}

function setCommand(): Command {
  return crewCommand('set', 'change one or several at once: all of them, or none when one is refused')
    .argument('<name=value...>', 'engagement_weight=50 support_weight=20; lists with commas')
    .requiredOption('--reason <text>', 'why; kept with the version')
    .action((pairs: string[], options) =>
      withCrew(options, async (crew, out) => {
        const input = { changes: wantedSettings(pairs), reason: options.reason }
        const { output, receipt } = await runTool(changeSettings, input, await crew.context())
        out.result({ ...output, receipt }, () => showSaved(output, receipt, out))
      }),
    )
}

function presetCommand(): Command {
  return crewCommand('preset', 'lay a ready-made set over the settings; without a name, what each would change')
    .addArgument(new Argument('[preset]', 'which').choices(presetNames))
    .argument('[name=value...]', 'further changes, which win over the preset')
    .option('--reason <text>', 'why; kept with the version')
    .action((preset: string | undefined, pairs: string[], options) =>
      withCrew(options, async (crew, out) => {
        if (preset === undefined) return listThem(crew, out)
        const input = { preset, changes: wantedSettings(pairs), reason: reasonOf(options) }
        const { output, receipt } = await runTool(applyPreset, input, await crew.context())
        out.result({ ...output, receipt }, () => showSaved(output, receipt, out))
      }),
    )
}

async function listThem(crew: Crew, out: Output): Promise<void> {
  const { output, receipt } = await runTool(listPresets, {}, await crew.context())
  out.result({ ...output, receipt }, () => showPresets(output, receipt, out))
}

function historyCommand(): Command {
  return crewCommand('history', 'who changed what, when and why, newest first')
    .argument('[name]', 'only of this parameter')
    .option('--limit <count>', 'versions shown', parseCount(1, 500), HISTORY)
    .action((name: string | undefined, options) =>
      withCrew(options, async (crew, out) => {
        const input = { limit: options.limit, ...(name === undefined ? {} : { parameter: name }) }
        const { output, receipt } = await runTool(listSettingChanges, input, await crew.context())
        out.result({ ...output, receipt }, () => showVersions(output, receipt, out))
      }),
    )
}

function undoCommand(): Command {
  return crewCommand('undo', 'make the settings as an earlier version had them; that is a new version')
    .argument('[version]', 'by default the one before the last change', parseCount(1, 1_000_000))
    .requiredOption('--reason <text>', 'why; kept with the version')
    .action((version: number | undefined, options) =>
      withCrew(options, async (crew, out) => {
        const input = { reason: options.reason, ...(version === undefined ? {} : { version }) }
        const { output, receipt } = await runTool(restoreSettings, input, await crew.context())
        out.result({ ...output, receipt }, () => showSaved(output, receipt, out))
      }),
    )
}

function diffCommand(): Command {
  return crewCommand('diff', 'what differs between two versions')
    .argument('<from>', 'version', parseCount(1, 1_000_000))
    .argument('[to]', 'version; by default the one in force', parseCount(1, 1_000_000))
    .action((from: number, to: number | undefined, options) =>
      withCrew(options, async (crew, out) => {
        const input = { from, ...(to === undefined ? {} : { to }) }
        const { output, receipt } = await runTool(compareSettings, input, await crew.context())
        out.result({ ...output, receipt }, () => showDifference(output, receipt, out))
      }),
    )
}

function showDifference(output: z.output<typeof compareSettings.output>, receipt: string, out: Output): void {
  if (output.changes.length === 0) out.line(`Versions ${output.from} and ${output.to} are the same.`)
  else showChanges(output.changes, [`version ${output.from}`, `version ${output.to}`], out)
  out.line()
  out.line(`Next: ${out.crew(`settings undo ${output.from} --reason "…"`)}, or ${out.crew(`receipt ${receipt}`)}`)
}

function reasonOf({ reason }: { reason?: string }): string {
  if (reason !== undefined) return reason
  throw new UserError({
    code: 'invalid_input',
    message: 'A preset changes settings, and no reason is given.',
    field: 'reason',
    fix: 'Add --reason "…".',
  })
}
