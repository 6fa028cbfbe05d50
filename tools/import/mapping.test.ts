import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { mappingOf, readMapping } from './mapping.ts'

const folder = mkdtempSync(join(tmpdir(), 'crew-mapping-'))
afterAll(() => rmSync(folder, { recursive: true }))

function yaml(text: string): string {
  const path = join(folder, 'shop.yaml')
  writeFileSync(path, text)
  return path
}

const GOOD = `source: shop
files:
  accounts.csv:
    customers:
      external_id: id
      name: name
      signed_up_at: since
`

describe('a mapping', () => {
  test('that is right is read', async () => {
    expect((await readMapping(yaml(GOOD))).files['accounts.csv']?.customers).toMatchObject({ external_id: 'id' })
  })

  test.each([
    ['an unknown field', GOOD.replace('name: name', 'naem: name'), 'shop.yaml:6', 'Did you mean name?'],
    [
      'a missing required field',
      GOOD.replace('      name: name\n', ''),
      'shop.yaml:4',
      'lacks the required field name',
    ],
    ['an unknown entity', GOOD.replace('customers:', 'customer:'), 'shop.yaml:4', 'Did you mean customers?'],
    ['an unknown setting', GOOD.replace('source', 'curency: USD\nsource'), 'shop.yaml:1', 'Did you mean currency?'],
    ['a short year', `${GOOD}date_format: dd-MM-yy\n`, 'shop.yaml:8', 'two-digit year'],
    ['an unknown time zone', `${GOOD}time_zone: Mars/Olympus\n`, 'shop.yaml:8', 'is not a time zone'],
    ['a source without a name', GOOD.replace('source: shop\n', ''), 'shop.yaml', 'source: is missing'],
    ['broken YAML', `${GOOD}  - x: [\n`, 'shop.yaml:8', 'not valid YAML'],
  ])('with %s is refused with its line', async (_, text, place, reason) => {
    const error = await readMapping(yaml(text)).catch((thrown: unknown) => String(thrown))
    expect(error).toContain(place)
    expect(error).toContain(reason)
  })

  test('usage must say whose it is', async () => {
    const usage = GOOD.replace(/customers:.*/s, 'usage:\n      occurred_at: at\n      kind: { value: login }\n')
    await expect(readMapping(yaml(usage))).rejects.toThrow('whose usage')
  })

  test('knows a file by name, compressed name, stem or pattern, and says so when it does not', async () => {
    const customers = { external_id: 'id', name: 'name', signed_up_at: 'since' }
    const mapping = await readMapping({
      source: 'shop',
      files: {
        'accounts.csv': { customers },
        'export-*.csv': { customers },
        '*-2024.csv': { customers },
        people: { customers },
      },
    })
    for (const name of ['accounts.csv', '/a/b/accounts.csv.gz', 'export-1.csv', 'people.jsonl', 'people.csv.gz']) {
      expect(mappingOf(mapping, name), name).toEqual({ customers })
    }
    expect(() => mappingOf(mapping, 'acounts.csv')).toThrow('nearest: accounts.csv')
    expect(() => mappingOf(mapping, 'export-2024.csv')).toThrow('fits several entries')
  })
})
