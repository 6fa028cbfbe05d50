/** One fact in HTML: its text as a link to its receipt, with what it is when pointed at. */
import type { Fact } from '../facts.ts'
import { describeFact, receiptAnchor, renderFactText } from './fact-text.ts'
import { html, type Markup } from './markup.ts'

export function factLink(fact: Fact): Markup {
  return html`<a class="fact${fact.value === null && ' missing'}" href="#${receiptAnchor(fact.receipt)}" data-fact="${fact.id}" title="${describeFact(fact)}">${fact.text}</a>`
}

/** A text with its facts linked and everything else escaped. */
export function factText(text: string, facts: ReadonlyMap<string, Fact>): Markup {
  const parts = renderFactText(text, facts, { plain: (plain) => html`${plain}`, fact: factLink })
  return html`${parts}`
}
