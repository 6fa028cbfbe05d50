import fc from 'fast-check'
import { marked } from 'marked'
import { describe, expect, it } from 'vitest'
import { receiptAnchor } from './fact-text.ts'
import { renderHtml } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import { escapeHtml, escapeMarkdown } from './markup.ts'
import { hostileWords, reportFixture } from './report.fixture.ts'

const document = reportFixture()
const page = renderHtml(document)
const markdown = renderMarkdown(document)

describe('every number opens its receipt', () => {
  it('in HTML, through an anchor that is on the page', () => {
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target)
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    expect(targets.filter((target) => target !== undefined && !ids.has(target))).toEqual([])
    for (const fact of document.facts) {
      expect(page).toContain(`href="#${receiptAnchor(fact.receipt)}" data-fact="${fact.id}"`)
    }
    expect(page).toContain('npx crew receipt R-1001 --replay')
  })

  it('in Markdown, through a heading that GitHub turns into that anchor', () => {
    expect(markdown).toContain('is [68.2](#r-1001), over [1,874](#r-1001) customers')
    const headings = new Set([...markdown.matchAll(/^### (R-\d+)$/gm)].map(([, receipt]) => receipt))
    expect(
      [...markdown.matchAll(/\]\(#(r-\d+)\)/g)].filter(([, anchor]) => !headings.has(anchor?.toUpperCase())),
    ).toEqual([])
  })

  it('and a reference to a fact that is missing is a bug, not an empty space', () => {
    const broken = reportFixture({ facts: [] })
    expect(() => renderHtml(broken)).toThrow('R1001')
    expect(() => renderMarkdown(broken)).toThrow('R1001')
  })
})

describe('the page stands alone', () => {
  it('asks the network for nothing and lets no other script run', () => {
    expect(page).not.toMatch(/<(link|img|iframe|object)\b/i)
    expect(page).not.toMatch(/(src|href)="(?!#)/)
    expect(page).not.toMatch(/@import|url\(/)
    expect(page).toContain('default-src &#39;none&#39;')
  })

  it('says when the data are simulated, and only then', () => {
    expect(page).toContain('Simulated data.')
    expect(markdown).toContain('> **Simulated data.**')
    const real = reportFixture({ venture: { ...document.venture, simulated: false } })
    expect(renderHtml(real)).not.toContain('Simulated data')
    expect(renderMarkdown(real)).not.toContain('Simulated data')
  })

  it('gives every chart a name and a table of the same numbers', () => {
    for (const [svg] of page.matchAll(/<svg[^>]*>/g)) expect(svg).toMatch(/role="img" aria-label="[^"]+"/)
    expect(page).toContain('The same as a table')
    expect(page).toContain('The scale starts at 50, not at 0')
  })
})

describe('who wrote it', () => {
  it('names the parts a template wrote in place of the model, and why', () => {
    for (const text of [page, markdown]) {
      expect(text).toContain('gpt-5-mini')
      expect(text).toContain('the model gave a number without a fact')
    }
  })

  it('says that no model was used when offline', () => {
    const offline = reportFixture({ writer: { kind: 'offline', name: 'offline templates' }, templateParts: [] })
    expect(renderHtml(offline)).toContain('no language model was used')
    expect(renderHtml(offline)).not.toContain('class="tag"')
  })
})

describe("customers' text", () => {
  const script = /<script>(?!\s*const dialog)/

  it('is never a tag in HTML', () => {
    expect(page).not.toMatch(script)
    expect(page).not.toContain('<img')
    expect(page).toContain('Acme &lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).toContain(escapeHtml(hostileWords))
  })

  it('is never a tag, a link, an image or a mention in Markdown', () => {
    const rendered = marked.parse(markdown, { async: false, gfm: true })
    expect(rendered).not.toMatch(/<(script|img)/)
    const links = [...rendered.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '')
    expect(links.filter((href) => !href.startsWith('#'))).toEqual([])
    expect(markdown).not.toContain('<!channel>')
  })

  it('shows as it was written, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({
            unit: fc.constantFrom(...'<>[]()!*_`~|\\#&:/@.-+=1"$ \n', 'a', 'https://', 'www.', 'javascript:'),
          }),
        ),
        (text) => {
          const line = text.replace(/\s+/g, ' ').trim()
          fc.pre(line !== '')
          const rendered = marked.parse(escapeMarkdown(text), { async: false, gfm: true })
          expect(rendered).toBe(`<p>${rendered.slice(3, -5)}</p>\n`)
          expect(rendered.slice(3, -5)).not.toMatch(/[<>]/)
          expect(decodeEntities(rendered.slice(3, -5)).trim()).toBe(decodeEntities(escapeHtml(line)))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('cannot borrow a number by writing a placeholder', () => {
    expect(page).toContain('{{fact:R1001.customers}} | see')
    expect(markdown).toContain('{{fact:R1001.customers}} \\| see')
  })
})

function decodeEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
