import { resolve } from 'node:path'
import { Command } from 'commander'
import { createOutput, spoken, table, warning } from '../output.ts'
import { sampleMapping, writeSample } from '../sample-venture.ts'
import { parseCount, parseDay, typedPath } from '../session.ts'

export function sampleCommand(): Command {
  return new Command('sample')
    .description('write the files of a simulated venture, to look at or to import')
    .option('--out <folder>', 'where the files go', 'data/sample')
    .option('--seed <number>', 'the same seed gives the same files', parseCount(0, 2 ** 31), 1)
    .option('--customers <count>', 'how many customers', parseCount(1, 1_000_000), 2000)
    .option('--months <count>', 'how many months', parseCount(2, 120), 14)
    .option('--end-on <day>', 'the last day with data (default: last Friday)', parseDay)
    .option('--json', 'one JSON document on stdout and nothing else')
    .action(async (options) => {
      const out = createOutput(options)
      const { seed, customers, months, endOn } = options
      const folder = resolve(options.out)
      const { files, counts } = await writeSample(
        folder,
        { seed, customers, months, ...(endOn ? { endOn } : {}) },
        new Date(),
      )
      out.result({ simulated: true, folder, files, counts }, () => {
        out.line(warning('Simulated: none of these companies, people or messages exist.'))
        out.line(
          table(
            ['', 'rows'],
            Object.entries(counts).map(([name, count]) => [spoken(name), count.toLocaleString('en-US')]),
            [1],
          ),
        )
        out.line()
        out.line(`Next: ${out.crew(`import ${typedPath(folder)}/*.csv --mapping ${typedPath(sampleMapping)}`)}`)
      })
    })
}
