/**
 * Finds in SQL text the few statements whose effect belongs to a session and not to the database, because many
 * clients share one: LISTEN, SET, COPY FROM STDIN, and those that would drop what belongs to others.
 */

export type ListenAction = { listen: string } | { unlisten: string } | { unlistenAll: true }

export interface CopyInStatement {
  sql: string
  csv: { quote: string; escapeWith: string } | null
  header: boolean
}

export interface SessionEffects {
  listens: ListenAction[]
  changesSettings: boolean
  copyIn: CopyInStatement | null
  /** why the statement cannot be run on a shared session */
  refusal: string | null
}

interface Statement {
  /** without comments */
  text: string
  /** the same, its literals blanked, so that a word in a string is never taken for a keyword */
  masked: string
}

const MAY_HAVE_EFFECTS = /\b(?:un)?listen\b|\bcopy\b|\bset\b|\breset\b|\bset_config\b|\bdiscard\b|\bdeallocate\b/i
const NAME = String.raw`("(?:[^"]|"")+"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)`
const LISTEN = new RegExp(`^listen\\s+${NAME}$`, 'i')
const UNLISTEN = new RegExp(`^unlisten\\s+(?:(\\*)|${NAME})$`, 'i')
const SETS = /^(?:set\s+(?!local\b|transaction\b|constraints\b)|reset\s)|\bset_config\s*\(/i
const COPY_IN = /^copy\b.*?\bfrom\s+stdin\b/is

/** Returns null for most statements, which have no effect on the session. */
export function sessionEffects(sql: string): SessionEffects | null {
  if (!MAY_HAVE_EFFECTS.test(sql)) return null
  const effects: SessionEffects = { listens: [], changesSettings: false, copyIn: null, refusal: null }
  const statements = splitStatements(sql)
  for (const { text, masked } of statements) {
    const listen = LISTEN.exec(text)
    const unlisten = UNLISTEN.exec(text)
    if (listen?.[1]) effects.listens.push({ listen: folded(listen[1]) })
    else if (unlisten) effects.listens.push(unlisten[2] ? { unlisten: folded(unlisten[2]) } : { unlistenAll: true })
    else if (SETS.test(masked)) effects.changesSettings = true
    else if (/^(?:discard\s|deallocate\s+(?:prepare\s+)?all$)/i.test(masked)) {
      effects.refusal = 'DISCARD and DEALLOCATE ALL would drop what belongs to other connections'
    } else if (COPY_IN.test(masked)) {
      effects.copyIn = copyIn(text, masked)
      if (!effects.copyIn) effects.refusal = 'COPY FROM STDIN is read as text or csv, not binary'
      if (statements.length > 1) effects.refusal = 'COPY FROM STDIN must be the only statement of its query'
    }
  }
  return effects
}

/** A statement that fails with the refusal, so that the backend itself puts the transaction in the right state. */
export function refusalStatement(reason: string): string {
  const text = `${reason} (embedded database)`.replaceAll("'", "''")
  return `DO $refusal$ BEGIN RAISE EXCEPTION USING ERRCODE = '0A000', MESSAGE = '${text}'; END $refusal$`
}

function copyIn(text: string, masked: string): CopyInStatement | null {
  const optionsAt = COPY_IN.exec(masked)?.[0].length ?? 0
  const options = text.slice(optionsAt)
  const maskedOptions = masked.slice(optionsAt)
  if (/^copy\s+binary\b/i.test(masked) || /\bbinary\b/i.test(maskedOptions) || /\bformat\s+'binary'/i.test(options)) {
    return null
  }
  const isCsv = /\bcsv\b/i.test(maskedOptions) || /\bformat\s+'csv'/i.test(options)
  const quote = /\bquote\s+(?:as\s+)?e?'(''|\\'|[^'])'/i.exec(options)?.[1]?.slice(-1) ?? '"'
  const escapeWith = /\bescape\s+(?:as\s+)?e?'(''|\\\\|\\'|[^'])'/i.exec(options)?.[1]?.slice(-1) ?? quote
  const header = /\bheader\b(?!\s+(?:'?(?:false|off|0)))/i.test(options)
  return { sql: text, csv: isCsv ? { quote, escapeWith } : null, header }
}

/** An identifier as PostgreSQL folds it. */
function folded(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()
}

// In order: line comment, dollar-quoted text, E'' with backslashes, '' and "" strings, statement end.
// Block comments nest, which no regular expression follows; they are stepped over by hand.
const TOKEN =
  /--[^\n]*|\/\*|\$([a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|\be'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|;/gis

function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = []
  let text = ''
  let masked = ''
  let at = 0
  const add = (plain: string, shown = plain): void => {
    text += plain
    masked += shown
  }
  const finish = (): void => {
    const lead = text.length - text.trimStart().length
    const end = text.trimEnd().length
    if (end > lead) statements.push({ text: text.slice(lead, end), masked: masked.slice(lead, end) })
    text = ''
    masked = ''
  }
  TOKEN.lastIndex = 0
  for (let token = TOKEN.exec(sql); token; token = TOKEN.exec(sql)) {
    add(sql.slice(at, token.index))
    const found = token[0]
    at = TOKEN.lastIndex
    if (found === ';') finish()
    else if (found.startsWith('--')) add(' ')
    else if (found === '/*') {
      at = blockCommentEnd(sql, at)
      add(' ')
    } else if (found.startsWith('$')) {
      const close = sql.indexOf(found, at)
      at = close < 0 ? sql.length : close + found.length
      const literal = sql.slice(token.index, at)
      add(literal, '$'.repeat(literal.length))
    } else if (found.startsWith('"')) add(found, '"'.repeat(found.length))
    else add(found, "'".repeat(found.length))
    TOKEN.lastIndex = at
  }
  add(sql.slice(at))
  finish()
  return statements
}

function blockCommentEnd(sql: string, start: number): number {
  const edge = /\/\*|\*\//g
  edge.lastIndex = start
  for (let depth = 1, found = edge.exec(sql); found; found = edge.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return edge.lastIndex
  }
  return sql.length
}
