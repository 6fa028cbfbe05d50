import { expect, test } from 'vitest'
import { parsePrompt } from './load-prompt.ts'

const source = '---\nvariables: [facts, words]\n---\nUse {{fact:id}}, see {{facts}}.\n---\n{{words}}\n'

test('fills in its variables once, and leaves placeholders of facts alone', () => {
  const prompt = parsePrompt('x', source, ['facts', 'words'])
  expect(prompt.render({ facts: 'F {{words}} $&', words: 'W' })).toEqual({
    system: 'Use {{fact:id}}, see F {{words}} $&.',
    user: 'W',
  })
  expect(prompt.hash).toMatch(/^[0-9a-f]{12}$/)
})

test('fails on a variable that is missing or extra, and says which', () => {
  expect(() => parsePrompt('x', source, ['facts'])).toThrow(/words \(only in the front matter\)/)
  expect(() => parsePrompt('x', source, ['facts', 'words', 'more'])).toThrow(/more \(only in the code\)/)
  expect(() => parsePrompt('x', source.replace('{{words}}', ''), ['facts', 'words'])).toThrow(/words/)
  expect(() => parsePrompt('x', `${source}{{other}}`, ['facts', 'words'])).toThrow(/other \(only in the text\)/)
  expect(() => parsePrompt('x', 'no front matter', [])).toThrow(/front matter/)
  const prompt = parsePrompt('x', source, ['facts', 'words'])
  expect(() => prompt.render({ facts: 'F' } as Record<'facts' | 'words', string>)).toThrow(/words/)
})
