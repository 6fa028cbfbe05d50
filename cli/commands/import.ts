import { Command } from 'commander'
import { readConfig } from '../../config.ts'
import { embedFeedback } from '../../tools/feedback/embed-feedback.ts'
import { fields } from '../../tools/import/fields.ts'
import { type ImportResult, importFiles } from '../../tools/import/import-files.ts'
import { readMapping } from '../../tools/import/mapping.ts'
import { type Crew, openPremises } from '../../tools/open-crew.ts'
import { createVenture, removeUnusedVenture } from '../../tools/ventures/create-venture.ts'
import { counted, createOutput, faint, heading, type Output, table, warning } from '../output.ts'
import { importProgressBar } from '../progress.ts'
import { openVenture, parseCount, typedPath } from '../session.ts'

const entityLabels: Record<string, string> = {
  customers: 'customers',
  users: 'users',
  subscriptions: 'subscriptions',
  usage: 'usage events',
  tickets: 'support tickets',
  surveys: 'surveys',
  churn_events: 'churn events',
  invoices: 'invoices',
  feedback: 'texts from customers',
}

const OLD_DATA_MS = 7 * 86_400_000

export function importCommand(): Command {
  return new Command('import')
    .description('load files: CSV or JSONL, plain or gzip, as a mapping says')
    .argument('<file...>', 'files; those of one import may refer to each other')
    .requiredOption('--mapping <mapping.yaml>', 'which file and column feeds which field')
    .option('--venture <name>', 'the venture to load into; made when it is new (default: the mapping’s source)')
    .option('--currency <code>', 'reporting currency of a new venture (default: the mapping’s)')
    .option('--time-zone <zone>', 'time zone of a new venture', 'UTC')
    .option(
      '--max-refused <percent>',
      'load nothing when more rows are refused (default: the venture’s setting, 5)',
      parseCount(0, 100),
    )
    .option('--json', 'one JSON document on stdout and nothing else')
    .addHelpText(
      'after',
      `
Example: crew import data/*.csv --mapping sample/mappings/ravenstack.yaml
The same file twice changes nothing. Refused rows are written to rejected/ in the data folder, each with its reason.

A mapping names, for each file, the entities it feeds and the column of each field (* required):
${fieldList()}
A field is a column, { column, values, date_format, optional }, or { value } for a constant.`,
    )
    .action(async (files: string[], options) => {
      const config = readConfig()
      const out = createOutput({ json: options.json })
      const mapping = await readMapping(options.mapping)
      const premises = await openPremises(config)
      let crew: Crew
      let madeToken: string | undefined
      try {
        const slug = options.venture ?? config.venture ?? mapping.source
        const isNew = !(await premises.ventures()).some((venture) => venture.slug === slug)
        if (isNew) {
          const currency = options.currency ?? mapping.currency ?? 'USD'
          const wanted = { slug, name: slug, currency, timeZone: options.timeZone, simulated: false }
          const secrets = { ...premises, dataDir: config.dataDir, now: new Date() }
          madeToken = (await createVenture(premises.database, wanted, secrets)).chairmanTokenFile
        }
        crew = await openVenture(config, { venture: slug }, premises)
      } catch (error) {
        await premises.database.close()
        throw error
      }
      try {
        await importInto(crew, files, options, out)
        if (madeToken !== undefined) {
          const { slug, currency } = crew.venture
          out.note(
            `Venture ${slug} is new: reporting in ${currency}, every kind of action Manual. The Chairman’s token is in ${typedPath(madeToken)}.`,
          )
        }
      } catch (error) {
        if (madeToken !== undefined) await removeUnusedVenture(crew.db, madeToken)
        throw error
      } finally {
        await crew.close()
      }
    })
}

async function importInto(crew: Crew, files: string[], options: { mapping: string; maxRefused?: number }, out: Output) {
  const bar = importProgressBar()
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort()
  process.once('SIGINT', interrupt)
  try {
    const { settings } = await crew.context()
    const result = await importFiles(crew.db, crew.venture, {
      files,
      mapping: options.mapping,
      dataDir: crew.dataDir,
      maxRefusedPercent: options.maxRefused ?? settings.maxRefusedPercent,
      now: new Date(),
      signal: interrupted.signal,
      onProgress: (progress) => bar.update(progress),
    })
    bar.stop()
    const { embedder } = await crew.context()
    const embedding = await embedFeedback(crew.db, embedder)
    if (embedding.problem) out.note(warning(embedding.problem))
    const newestDay = await crew.latestDataOn()
    out.result({ venture: crew.venture.slug, ...result, embedded: embedding.embedded }, () =>
      showImport(result, crew.venture.slug, newestDay, out),
    )
  } finally {
    bar.stop()
    process.off('SIGINT', interrupt)
  }
}

function showImport(result: ImportResult, venture: string, newestDay: string | undefined, out: Output): void {
  const isChanged = result.batchId !== null
  out.line(
    heading(
      isChanged
        ? `Loaded into ${venture} in ${result.seconds.toFixed(1)} s`
        : `Nothing changed: ${venture} has these rows already`,
    ),
  )
  out.line(
    table(
      ['', 'read', 'added', 'changed', 'unchanged', 'refused'],
      Object.entries(result.entities).map(([entity, count]) => [
        entityLabels[entity] ?? entity,
        ...[count.read, count.added, count.changed, count.unchanged, count.refused].map((value) =>
          value.toLocaleString('en-US'),
        ),
      ]),
      [1, 2, 3, 4, 5],
    ),
  )
  for (const { message, count, examples } of result.warnings) {
    out.line(
      `${warning('Odd, and loaded:')} ${count.toLocaleString('en-US')} × ${message} ${faint(`(e.g. ${examples.slice(0, 3).join(', ')})`)}`,
    )
  }
  for (const { file, line, column, value, reason, fix } of result.refusals) {
    out.line(
      `${warning('Refused:')} ${file}:${line}${column === null ? '' : ` ${column}`}${value === null ? '' : ` “${value}”`}: ${reason} ${fix}`,
    )
  }
  if (result.refusedCount > result.refusals.length)
    out.line(`and ${counted(result.refusedCount - result.refusals.length, 'more refused row')}.`)
  for (const file of result.rejectedFiles)
    out.line(`Refused rows are in ${typedPath(file)}; correct them and import that file.`)
  out.line()
  // Data of a year ago looked at as of today would show every customer as gone.
  const isOld = newestDay !== undefined && Date.now() - Date.parse(newestDay) > OLD_DATA_MS
  const of = `--venture ${venture}${isOld ? ` --as-of ${newestDay}` : ''}`
  out.line(`Next: ${out.crew(`score ${of}`)}, then ${out.crew(`run ${of}`)}`)
}

function fieldList(): string {
  return Object.entries(fields)
    .map(([entity, of]) => {
      const names = Object.entries(of).map(([name, { required }]) => (required ? `${name}*` : name))
      return `  ${entity}\n    ${names.join(', ').replaceAll(/(.{60,84}?), /g, '$1,\n    ')}`
    })
    .join('\n')
}
