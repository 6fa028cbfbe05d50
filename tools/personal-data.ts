/**
 * Personal data, for callers who have no need of it: names of people, mail addresses and telephone numbers. The gate masks
 * what a tool answers, so no tool has to think of it. Names of companies stay, and so do people's words, without the
 * addresses and numbers in them.
 */
import type { Tool } from './define-tool.ts'
import type { FactDraft } from './facts.ts'
import { isAllowed, type Role } from './role-matrix.ts'

/** Fields that name a person, whichever tool answers them and however deep; a receipt's content has them too. */
export const personFields: ReadonlySet<string> = new Set([
  'acknowledgedBy',
  'changedBy',
  'decidedBy',
  'doneBy',
  'mutedBy',
  'ownerName',
  'person',
  'personName',
  'recordedBy',
  'revokedBy',
  'userName',
])

/** Fields that people write into freely; a tool's `withheldFields` are more of them. */
const writtenFields: ReadonlySet<string> = new Set([
  'body',
  'evidence',
  'heading',
  'note',
  'outcome',
  'problem',
  'reason',
  'subject',
  'title',
  'whatChanged',
  'why',
])

/** Whether a caller with these roles is answered with people's names, addresses and numbers as they are. */
export function seesPersonalData(roles: readonly Role[]): boolean {
  return isAllowed('see_personal_data', roles)
}

/** The output and facts of a tool as somebody without need of personal data may read them. */
export function maskAnswer<Output>(
  { withheldFields = [] }: Pick<Tool, 'withheldFields'>,
  { output, facts }: { output: Output; facts: readonly FactDraft[] },
): { output: Output; facts: FactDraft[] } {
  const words = new Set(withheldFields)
  return {
    output: mask(output, words, false) as Output,
    facts: facts.map((fact) => ({
      ...fact,
      subject: { ...fact.subject, name: maskContacts(fact.subject.name) },
      value: typeof fact.value === 'string' ? maskValue(fact.value, fact) : fact.value,
      text: maskValue(fact.text, fact),
    })),
  }
}

/** Mail addresses, and telephone numbers that can be nothing else. */
export function maskContacts(text: string): string {
  // Most of what a tool answers has neither, and the patterns cost more than looking for the least they need.
  const shown = text.includes('@')
    ? text.replaceAll(ADDRESS, (_, before: string, first: string, host: string) => `${before}${first}${HIDDEN}@${host}`)
    : text
  return shown.length >= SHORTEST_NUMBER && /\d/.test(shown) ? shown.replaceAll(SURE_NUMBER, HIDDEN) : shown
}

/** The same in what people wrote, where a run of digits is more often a telephone number than anything else. */
export function maskWords(text: string): string {
  return maskContacts(text).replaceAll(LIKELY_NUMBER, (found) => (isTelephone(found) ? HIDDEN : found))
}

/** `C••• C•••`: whoever knows the people recognises whom, and nobody else does. */
export function maskName(name: string): string {
  if (NOBODY.test(name)) return name
  return name.includes('@')
    ? maskContacts(name)
    : name.replaceAll(/(\p{L}|\p{N})[^\s]*/gu, (_, first: string) => `${first}${HIDDEN}`)
}

const HIDDEN = '•••'

/** What stands where a person could: `the operator at this computer`, `schedule (system)`. */
const NOBODY = /^(the|a person) |\((system|agent)\)$|^chairman$|^$/

// The lookbehind lets a match begin at a word only, which keeps a long text without an address linear. What stands before the
// first letter may be a quotation mark or a list's dash.
const ADDRESS =
  /(?<![\p{L}\p{N}._%+'-])([._%+'-]*)([\p{L}\p{N}])[\p{L}\p{N}._%+'-]*@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu

/** `+1234567`, which SURE_NUMBER takes; nothing shorter. */
const SHORTEST_NUMBER = 8

/** International, with the area in brackets, or written as in North America. */
const SURE_NUMBER =
  /(?:(?<![\w+])\+\d{1,3}[\s()./\u2010-\u2015-]{0,3}\d(?:[\s()./\u2010-\u2015-]{0,3}\d){5,13}|(?<![\w+.,])(?:\(\d{2,5}\)[\s./\u2010-\u2015-]{0,2}\d(?:[\s./\u2010-\u2015-]{0,2}\d){4,10}|\d{3}[-. ]\d{3}[-. ]\d{4}))(?![\w-])/g

// After a colon or a full stop only where that ends a word (`tel:`), after a dash only where that begins one.
const LIKELY_NUMBER =
  /(?<![\w,/$€£#]|(?<!\p{L})[.:]|(?<![\s(]|^)-)(?:\d(?:[\s./()\u2010-\u2015-]{0,2}\d){6,14})(?![\w-])/gmu

function isTelephone(digits: string): boolean {
  const isDay = /^\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4}(\D|$)/.test(digits)
  const isAmount = /^\d{1,3}([ .]\d{3})+$|^\d+\.\d+$|^\d{7,8}$/.test(digits)
  const isYears = /^(19|20)\d\d[\s/-]+(19|20)\d\d$/.test(digits)
  const isRange = /^[1-9]\d*\s?[\u2010-\u2015]\s?\d+$/.test(digits)
  return !isDay && !isAmount && !isYears && !isRange
}

/** A name is a company's unless it is said to be personal. */
function maskValue(text: string, { unit, isPersonal }: Pick<FactDraft, 'unit' | 'isPersonal'>): string {
  if (unit === 'name' && isPersonal) return maskName(text)
  if (unit === 'text') return maskWords(text)
  return unit === 'name' ? maskContacts(text) : text
}

function mask(value: unknown, words: ReadonlySet<string>, isWords: boolean): unknown {
  if (typeof value === 'string') return isWords ? maskWords(value) : maskContacts(value)
  if (Array.isArray(value)) return value.map((item) => mask(item, words, isWords))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      typeof inner === 'string' && personFields.has(field)
        ? maskName(inner)
        : mask(inner, words, isWords || words.has(field) || (typeof inner === 'string' && writtenFields.has(field))),
    ]),
  )
}
