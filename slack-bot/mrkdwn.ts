/**
 * Text in Slack's markup. Only this file makes a `Mrkdwn`, and whatever a template inserts is escaped, so a customer named
 * `<!channel>` rings nobody and forgetting to escape does not compile.
 */

/** Markup whose every foreign part was escaped. Make one with `mrkdwn`, `escapeMrkdwn`, `link`, `mention` or `moment`. */
export class Mrkdwn {
  readonly #markup: string
  constructor(token: typeof MADE_HERE, markup: string) {
    if (token !== MADE_HERE) throw new TypeError('Mrkdwn is made by mrkdwn`…` or escapeMrkdwn().')
    this.#markup = markup
  }
  toString(): string {
    return this.#markup
  }
}
const MADE_HERE = Symbol('made in mrkdwn.ts')

const LOOK_ALIKE: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' }

/**
 * Any text as markup that shows exactly that text. `&`, `<`, `>` become entities. Slack has no escape for `*`, `_`, `~` and
 * backticks: where one could start or end formatting a look-alike stands instead, and `acme_corp` keeps its own.
 */
export function escapeMrkdwn(text: string): Mrkdwn {
  const markup = text
    .replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])|`/gu, (mark) => LOOK_ALIKE[mark] ?? mark)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^([^\S\n]*)&gt;/gmu, '$1›') // escaped or not, a > that opens a line is shown as a quotation
  return new Mrkdwn(MADE_HERE, markup)
}

/** `` mrkdwn`*${name}* lost ${points}` ``: our own markup around values; a value that is not `Mrkdwn` itself is escaped. */
export function mrkdwn(parts: TemplateStringsArray, ...values: (string | number | Mrkdwn)[]): Mrkdwn {
  const markup = parts.reduce((text, part, index) => {
    const value = values[index - 1] ?? ''
    return `${text}${value instanceof Mrkdwn ? value : escapeMrkdwn(String(value))}${part}`
  })
  return new Mrkdwn(MADE_HERE, markup)
}

/** The parts one after another, empty ones left out. */
export function joinMrkdwn(parts: readonly Mrkdwn[], separator: string): Mrkdwn {
  return new Mrkdwn(MADE_HERE, parts.map(String).filter(Boolean).join(separator))
}

/** `<url|label>`. Throws TypeError unless the address is http, https or mailto: nothing else is clickable in Slack. */
export function link(url: string, label: string): Mrkdwn {
  const { protocol, href } = new URL(url)
  if (!['http:', 'https:', 'mailto:'].includes(protocol)) throw new TypeError(`Not a link for Slack: ${protocol}`)
  const address = href.replace(/[<>|]/g, encodeURIComponent).replaceAll('&', '&amp;')
  return new Mrkdwn(MADE_HERE, `<${address}|${String(escapeMrkdwn(label)).replaceAll('|', '∣').replace(/\s+/g, ' ')}>`)
}

/** Names a person and notifies them. Throws TypeError when it is not the id of a Slack user. */
export function mention(userId: string): Mrkdwn {
  if (!/^[UW][A-Z0-9]{2,}$/.test(userId)) throw new TypeError(`Not a Slack user: ${userId}`)
  return new Mrkdwn(MADE_HERE, `<@${userId}>`)
}

/** An instant in the reader's own time zone; `fallback` is what a client that cannot do this shows. */
export function moment(
  instant: Date,
  fallback = `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
): Mrkdwn {
  const seconds = Math.floor(instant.getTime() / 1000)
  return new Mrkdwn(MADE_HERE, `<!date^${seconds}^{date_short_pretty} at {time}|${fallback.replace(/[<>|]/g, ' ')}>`)
}

/**
 * Parts of at most `limit` characters, cut where a reader would: between paragraphs, then lines, sentences, words; a word that
 * is longer is cut. A link, a mention, an entity or a character is never cut in two, and a code block stays one in each part.
 */
export function splitText(text: Mrkdwn, limit = 3000): Mrkdwn[] {
  const parts: Mrkdwn[] = []
  let rest = text.toString().trim()
  while (rest.length > limit) {
    const fence = '```'
    const room = limit - fence.length - 1
    const cut = cutBefore(rest, room)
    let part = rest.slice(0, cut).trimEnd()
    rest = rest.slice(cut).replace(/^[^\S\n]*\n+|^[^\S\n]+/, '')
    const isInCode = part.split(fence).length % 2 === 0
    if (isInCode) {
      part = `${part}\n${fence}`
      rest = `${fence}\n${rest}`
    }
    parts.push(new Mrkdwn(MADE_HERE, part))
  }
  if (rest !== '' || parts.length === 0) parts.push(new Mrkdwn(MADE_HERE, rest))
  return parts
}

/** The first `limit` characters, with an ellipsis when there are more, cut as `splitText` cuts. */
export function shorten(text: Mrkdwn, limit: number): Mrkdwn {
  const [first = text, ...more] = splitText(text, text.toString().length > limit ? limit - 1 : limit)
  return more.length === 0 ? first : new Mrkdwn(MADE_HERE, `${first}…`)
}

/** Where to cut `text` so that at most `room` characters come before: at the best boundary in the second half, else anywhere allowed. */
function cutBefore(text: string, room: number): number {
  const start = text.slice(0, room + 1)
  for (const boundary of [/\n\n/g, /\n/g, /[.!?…] /g, / /g]) {
    const ends = [...start.matchAll(boundary)].map((match) => match.index + match[0].length)
    const best = ends.filter((end) => end <= room && end > room / 2 && !isInside(text, end)).at(-1)
    if (best !== undefined) return best
  }
  let cut = room
  while (cut > 1 && isInside(text, cut)) cut -= 1
  return cut
}

/** Whether position `at` lies inside `<…>`, an entity, or a surrogate pair. */
function isInside(text: string, at: number): boolean {
  const before = text.slice(0, at)
  if (before.lastIndexOf('<') > before.lastIndexOf('>')) return true
  if (/&(amp|lt|gt)?$|&[a-z]{1,3}$/.test(before) && /^[a-z]{0,3};/.test(text.slice(at))) return true
  return /[\uD800-\uDBFF]$/.test(before) && /^[\uDC00-\uDFFF]/.test(text.slice(at))
}
