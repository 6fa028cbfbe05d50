/**
 * `npm run learn`: makes `weights.tsv` anew from the paraphrases. With `--measure` it says instead how well people are understood
 * from whom nothing was learned, writer by writer; with `--list` also which questions are taken for another.
 */
import { writeFileSync } from 'node:fs'
import { crossValidate } from './cross-validate.ts'
import { learnMeanings } from './learn-meanings.ts'
import { formatWeights, parseWeights, weightsFile } from './likely-meanings.ts'
import { fingerprint, readParaphrases } from './paraphrases.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const paraphrases = readParaphrases()

if (process.argv.includes('--measure')) measure()
else {
  const weights = learnMeanings(paraphrases)
  writeFileSync(weightsFile, formatWeights(weights, fingerprint(paraphrases)))
  say(`Learned ${weights.rows.size} features from ${paraphrases.length} paraphrases.`)
}

function measure(): void {
  const total = { asked: 0, right: 0, wrong: 0, none: 0, answered: 0 }
  say('writer                 asked  right  taken for another  not to be answered  answered')
  // As they are kept: rounded, and without the small ones.
  for (const score of crossValidate(paraphrases, (weights) => parseWeights(formatWeights(weights, 'measure')))) {
    const { by, asked, right, wrong, none, answered } = score
    row(by, { asked, right, wrong: wrong.length, none, answered: answered.length })
    if (process.argv.includes('--list')) for (const each of [...wrong, ...answered]) say(`  ${each}`)
    total.asked += asked
    total.right += right
    total.wrong += wrong.length
    total.none += none
    total.answered += answered.length
  }
  row('all', total)
}

function row(
  by: string,
  { asked, right, wrong, none, answered }: Record<'asked' | 'right' | 'wrong' | 'none' | 'answered', number>,
): void {
  const share = asked === 0 ? '–' : `${((100 * right) / asked).toFixed(1)} %`
  say(
    `${by.padEnd(22)} ${String(asked).padStart(5)} ${share.padStart(7)} ${String(wrong).padStart(18)} ${String(none).padStart(19)} ${String(answered).padStart(9)}`,
  )
}
