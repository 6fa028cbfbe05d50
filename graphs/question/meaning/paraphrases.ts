/**
 * What people say when they ask something: `paraphrases/*.yaml`, a file for each kind of people who wrote them, by what they ask; under
 * `none` what is not to be answered. `CUSTOMER` and `GROUP` stand for names.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { findPeriods } from '../period.ts'
import { markSlots } from '../slots.ts'
import { spokenWords } from '../spoken-words.ts'
import { markSubject } from '../topic.ts'
import type { Meant } from './likely-meanings.ts'
import { intentNames } from './meanings.ts'

const folder = new URL('./paraphrases/', import.meta.url)
const file = z.partialRecord(z.enum([...intentNames, 'none']), z.array(z.string()))
/** The day on which "last month" and the like are said in them. */
const day = '2026-10-30'

export interface Paraphrase {
  /** Who says it: the file's name. */
  by: string
  intent: Meant
  /** With `#customer`, `#group`, `#period` and `#subject` in their places, as `understand` sees a question. */
  words: string[]
}

/** Throws for a file of another shape, which is a mistake of ours. */
export function readParaphrases(): Paraphrase[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return names.sort().flatMap((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    return Object.entries(file.parse(parse(text))).flatMap(([intent, said]) =>
      said.map((each) => ({ by: name.replace('.yaml', ''), intent: intent as Meant, words: wordsOf(each) })),
    )
  })
}

function wordsOf(said: string): string[] {
  const spoken = said
    .split(/\b(CUSTOMER|GROUP)\b/)
    .flatMap((piece) => (piece === 'CUSTOMER' || piece === 'GROUP' ? [`#${piece.toLowerCase()}`] : spokenWords(piece)))
    .join(' ')
  return markSubject(markSlots(spoken, findPeriods(spoken, day), []).words)
}

/** Tells these paraphrases, as they are understood, from any others. */
export function fingerprint(paraphrases: readonly Paraphrase[]): string {
  const hash = createHash('sha256')
  for (const { intent, words } of paraphrases) hash.update(`${intent} ${words.join(' ')}\n`)
  return hash.digest('hex').slice(0, 16)
}
