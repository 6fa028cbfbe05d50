/** Markup built so that text is escaped unless it was built here: a customer's words can never become a tag or a link. */

/** HTML that is already safe. Only `html` makes one. */
export class Markup {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

type Piece = Markup | string | number | null | undefined | false | readonly Piece[]

/** A template whose values are escaped, except Markup; lists are joined, and null, undefined and false leave nothing. */
export function html(strings: TemplateStringsArray, ...values: Piece[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...values.map(toSource)))
}

function toSource(value: Piece): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Markup) return value.source
  if (typeof value === 'object') return value.map(toSource).join('')
  return escapeHtml(String(value))
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/**
 * Text as one line of Markdown that shows exactly that text: no emphasis, link, image, HTML, table cell or list. Angle
 * brackets become entities, so that the raw file is harmless in a chat as well (`<!channel>`); bare addresses are broken
 * with a backslash, for GitHub would link them.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[&<>]/g, (character) => entities[character] ?? character)
    .replace(/[\\`*_[\]|~$#]/g, '\\$&')
    .replace(/:\/\//g, '\\://')
    .replace(/(www|mailto|javascript)([.:])/gi, '$1\\$2')
    .replace(/@/g, '\\@')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^[-+=]/, '\\$&')
}
