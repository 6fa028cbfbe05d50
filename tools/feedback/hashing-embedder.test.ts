import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { embeddingDimensions } from './embedder.ts'
import { hashingEmbedder, hashText } from './hashing-embedder.ts'

const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let sum = 0
  for (let at = 0; at < embeddingDimensions; at++) sum += (a[at] as number) * (b[at] as number)
  return sum
}
const similarity = (a: string, b: string) => cosine(hashText(a), hashText(b))

describe('the hashing embedder', () => {
  it('gives every text the agreed width and length 1, or all zeros where there is nothing to read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const vector = hashText(text)
        expect(vector).toHaveLength(embeddingDimensions)
        const length = Math.sqrt(cosine(vector, vector))
        expect(Math.min(Math.abs(length - 1), length)).toBeLessThan(1e-9)
      }),
    )
    expect(hashText(' … ').every((value) => value === 0)).toBe(true)
  })

  it('is the same for the same text, in order, and minds neither case nor accents', async () => {
    const texts = ['The invoice is wrong', 'Slow today']
    expect(await hashingEmbedder.embed(texts)).toEqual(texts.map(hashText))
    expect(similarity('CAFÉ invoice', 'cafe Invoice')).toBeCloseTo(1)
  })

  it('keeps its vectors for good: those in a database were made by this very function', () => {
    const vector = hashText('Too expensive for what we use')
    const [largest] = vector.map((value, at) => ({ value: Math.abs(value), at })).sort((a, b) => b.value - a.value)
    expect({ name: hashingEmbedder.name, ...largest }).toMatchInlineSnapshot(`
      {
        "at": 51,
        "name": "hashing-v1",
        "value": 0.46159192033408747,
      }
    `)
  })

  it('puts texts nearer that mean alike, with and without a word in common', () => {
    expect(similarity('crashes when exporting reports', 'the report export crashed')).toBeGreaterThan(
      similarity('crashes when exporting reports', 'please send the invoice again'),
    )
    expect(similarity('far too expensive', 'our budget was cut')).toBeGreaterThan(
      similarity('far too expensive', 'our season was wet') + 0.15,
    )
  })

  const messages = '../shared/data/banking77/train.csv'
  it.skipIf(!existsSync(messages))(
    `finds the same intent among real customer messages (skipped without ${messages})`,
    () => {
      const rows = parse(readFileSync(messages), { columns: true }) as { text: string; category: string }[]
      const vectors = rows.map((row) => Float64Array.from(hashText(row.text)))
      let asked = 0
      let same = 0
      for (let query = 0; query < rows.length; query += 167) {
        const wanted = vectors[query] ?? []
        let best = -1
        let nearest = -1
        vectors.forEach((vector, at) => {
          const near = at === query ? -1 : cosine(wanted, vector)
          if (near > best) [best, nearest] = [near, at]
        })
        asked++
        if (rows[nearest]?.category === rows[query]?.category) same++
      }
      // By chance it would be 1.4 %.
      expect(same / asked).toBeGreaterThan(0.75)
    },
  )
})
