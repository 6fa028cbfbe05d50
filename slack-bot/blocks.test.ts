import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  actions,
  type Block,
  button,
  context,
  divider,
  escapeMrkdwn,
  fields,
  header,
  joinMrkdwn,
  link,
  Mrkdwn,
  mention,
  message,
  moment,
  mrkdwn,
  paged,
  section,
  sections,
  splitText,
} from './blocks.ts'
import { checkMessage } from './check-message.ts'

const names = fc.string({
  unit: fc.constantFrom('<', '>', '&', '!', '@', '#', '|', '*', '_', '~', '`', '\n', ' ', 'a', 'é', '😀', 'channel'),
})

describe('text in a message', () => {
  it('rings nobody, whatever a customer is called', () => {
    expect(mrkdwn`*${'<!channel>'}* fell`.toString()).toBe('*&lt;!channel&gt;* fell')
    expect(escapeMrkdwn('R&D <@U0123>').toString()).toBe('R&amp;D &lt;@U0123&gt;')
    fc.assert(
      fc.property(names, (name) => {
        const shown = message(mrkdwn`${name}`, [header(name), section(mrkdwn`*${name}*`), context(mrkdwn`${name}`)])
        return checkMessage(shown).every((problem) => !problem.startsWith('not escaped'))
      }),
    )
  })

  it('shows a name as it is, and formats nothing the name did not mean', () => {
    expect(escapeMrkdwn('acme_corp_eu').toString()).toBe('acme_corp_eu')
    expect(escapeMrkdwn('*Acme*').toString()).toBe('∗Acme∗')
    expect(escapeMrkdwn('> quoted\n  > twice').toString()).toBe('› quoted\n  › twice')
    fc.assert(fc.property(names, (name) => !/(^|[^\p{L}\p{N}])[*_~]|`/u.test(escapeMrkdwn(name).toString())))
  })

  it('keeps its own markup through a template inside a template', () => {
    const inner = mrkdwn`*${'A<B'}*`
    expect(mrkdwn`${inner} and ${2}`.toString()).toBe('*A&lt;B* and 2')
    expect(joinMrkdwn([inner, mrkdwn``, mrkdwn`x`], ' · ').toString()).toBe('*A&lt;B* · x')
  })

  it('links to pages only, with a label that cannot end the link', () => {
    expect(link('https://example.com/a?b=1&c=<d>', 'A|B > C').toString()).toBe(
      '<https://example.com/a?b=1&amp;c=%3Cd%3E|A∣B &gt; C>',
    )
    expect(() => link('javascript:alert(1)', 'x')).toThrow('Not a link')
    expect(() => mention('!channel')).toThrow('Not a Slack user')
    expect(moment(new Date('2026-03-01T09:05:00Z')).toString()).toBe(
      '<!date^1772355900^{date_short_pretty} at {time}|2026-03-01 09:05 UTC>',
    )
  })

  it('is markup only when this file made it', () => {
    expect(() => Reflect.construct(Mrkdwn, [Symbol('mine'), '<!channel>'])).toThrow('is made by')
  })
})

describe('long text', () => {
  it('is split without losing a word, never inside a link, an entity or a character', () => {
    const word = fc.oneof(fc.constantFrom('R&D', 'a < b', 'word', 'sentence ends.', '😀', '\n', '\n\n'), fc.string())
    const linked = fc.constant(link('https://example.com/a/long/address', 'a linked label'))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, linked), { maxLength: 80 }),
        fc.integer({ min: 80, max: 200 }),
        (words, limit) => {
          const whole = joinMrkdwn(
            words.map((each) => mrkdwn`${each}`),
            ' ',
          )
          const parts = splitText(whole, limit).map(String)
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(limit)
            expect(part.isWellFormed()).toBe(true)
            expect(part.replace(/<https:[^>]*>/g, '')).not.toMatch(/[<>]/)
            expect(part.replace(/&(amp|lt|gt);/g, '')).not.toContain('&')
          }
          const letters = (text: string) => text.replace(/\s/g, '')
          expect(letters(parts.join(''))).toBe(letters(whole.toString()))
        },
      ),
    )
  })

  it('is cut between paragraphs where there are any, and a code block is closed and opened again', () => {
    const paragraph = 'A sentence of some words. '.repeat(5).trim()
    expect(splitText(mrkdwn`${`${paragraph}\n\n${paragraph}\n\n${paragraph}`}`, 300).map(String)).toEqual([
      `${paragraph}\n\n${paragraph}`,
      paragraph,
    ])
    const rows = Array.from({ length: 40 }, (_, row) => `row ${row}`).join('\n')
    const parts = splitText(mrkdwn`\`\`\`\n${rows}\n\`\`\``, 120).map(String)
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts) expect(part).toMatch(/^```\n[^`]*\n```$/)
  })

  it('becomes as many sections as it needs', () => {
    const long = sections(mrkdwn`${'word '.repeat(2000)}`)
    expect(long.length).toBe(4)
    expect(checkMessage(message(mrkdwn`long`, long))).toEqual([])
  })
})

describe('a long message', () => {
  it('is paged within fifty blocks, buttons with what they belong to, headers with what they head', () => {
    const rows = Array.from({ length: 60 }, (_, row): Block[] => [
      header(`Customer ${row}`),
      section(mrkdwn`What happened to customer ${row}.`),
      actions([button({ text: 'Open', action: 'customer.open', value: String(row) })]),
      divider(),
    ]).flat()
    const pages = paged(message(mrkdwn`Sixty customers`, rows))
    expect(pages.length).toBeGreaterThan(3)
    for (const page of pages) {
      expect(checkMessage(page)).toEqual([])
      expect(page.blocks[0]?.type).toBe('header')
      expect(page.blocks.at(-1)?.type).toBe('actions')
    }
    const shown = pages.flatMap((page) => page.blocks)
    expect(shown.filter((block) => block.type !== 'divider')).toEqual(rows.filter((block) => block.type !== 'divider'))
  })

  it('is paged by its characters too', () => {
    const pages = paged(message(mrkdwn`Long`, sections(mrkdwn`${'word '.repeat(10_000)}`)))
    expect(pages.length).toBeGreaterThan(3)
    for (const page of pages) expect(checkMessage(page)).toEqual([])
  })

  it('that fits stays one', () => {
    const short = message(mrkdwn`Short`, [section(mrkdwn`Short`)])
    expect(paged(short)).toEqual([short])
  })
})

describe('checkMessage', () => {
  it('passes what the builders make', () => {
    const rows = Array.from({ length: 23 }, (_, row) => [`Label ${row}`, row] as const)
    expect(
      checkMessage(message(mrkdwn`All`, [header('x'.repeat(500)), ...fields(rows), divider(), context(mrkdwn`now`)])),
    ).toEqual([])
    expect(checkMessage(message(mrkdwn``, [section(mrkdwn``)]))).toEqual([
      'text: Too small: expected string to have >=1 characters',
    ])
  })

  it.each([
    [
      'a ping',
      { text: 'hi', blocks: [{ type: 'section', text: { type: 'mrkdwn', verbatim: true, text: 'see <!here>' } }] },
      'not escaped: <!here>',
    ],
    ['a ping in the notification', { text: '<!channel>', blocks: [divider()] }, 'not escaped: <!channel>'],
    ['too many blocks', { text: 'hi', blocks: Array.from({ length: 51 }, divider) }, 'blocks: Too big'],
    [
      'too long a text',
      { text: 'hi', blocks: [{ type: 'section', text: { type: 'mrkdwn', verbatim: true, text: 'x'.repeat(3001) } }] },
      'Too big',
    ],
    ['an unknown block', { text: 'hi', blocks: [{ type: 'sektion' }] }, 'blocks.0.type'],
    ['an unknown field', { text: 'hi', blocks: [{ type: 'divider', colour: 'red' }] }, 'Unrecognized key'],
    ['a section without text', { text: 'hi', blocks: [{ type: 'section' }] }, 'a section has text or fields'],
    [
      'the same action twice',
      { text: 'hi', blocks: [actions([button({ text: 'a', action: 'x' }), button({ text: 'b', action: 'x' })])] },
      'action_id x comes twice',
    ],
    [
      'the same block id twice',
      { text: 'hi', blocks: [section(mrkdwn`a`, { id: 'x' }), section(mrkdwn`b`, { id: 'x' })] },
      'block_id x comes twice',
    ],
    [
      'text Slack would link by itself',
      { text: 'hi', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '#general' } }] },
      'verbatim',
    ],
  ])('finds %s', (_, wrong, problem) => {
    expect(checkMessage(wrong).join('; ')).toContain(problem)
  })
})
