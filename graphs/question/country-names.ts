/** What people call the countries that a source records as codes, or by another of their names. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** Beside the English name; `uk` is the only code that is said as often as its country's name and is no word. */
const alsoSaid: Record<string, readonly string[]> = {
  US: ['usa', 'america', 'the states', 'united states of america'],
  GB: ['uk', 'britain', 'great britain', 'england'],
  AE: ['uae', 'emirates'],
  NL: ['holland', 'the netherlands'],
  CZ: ['czech republic'],
  TR: ['turkey'],
  KR: ['korea'],
  CI: ['ivory coast'],
}

/** Letters and figures only, as a question's words are compared with a name. */
export function folded(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
}

let codes: Map<string, string> | undefined

/** Codes of ISO 3166-1 by every folded name of their countries. */
function codesByName(): Map<string, string> {
  if (codes) return codes
  codes = new Map()
  for (const first of alphabet) {
    for (const second of alphabet) {
      const code = new Intl.Locale(`und-${first}${second}`).region ?? ''
      const name = english.of(code)
      if (name === undefined) continue
      codes.set(folded(name), code).set(code.toLowerCase(), code)
      for (const other of alsoSaid[code] ?? []) codes.set(folded(other), code)
    }
  }
  return codes
}

/** The country that the folded `name` is a name of, as it is called in English; undefined for a word that is none, or for a code. */
export function countryCalled(name: string): string | undefined {
  const code = name.length < 4 && !/^(?:usa|uae|uk)$/.test(name) ? undefined : codesByName().get(name)
  return code === undefined ? undefined : english.of(code)
}

/** The folded names under which people may speak of a country that is recorded as `recorded`. */
export function countryNames(recorded: string): string[] {
  const own = folded(recorded)
  const code = codesByName().get(own)
  if (code === undefined) return [own]
  return [...new Set([own, folded(english.of(code) ?? own), ...(alsoSaid[code] ?? []).map(folded)])]
}
