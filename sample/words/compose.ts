/** Sentences from parts: `{name}` is replaced by one of the named parts, again and again until nothing is left. */
import type { Random } from '../random.ts'

export type Parts = Readonly<Record<string, readonly string[]>>

export function compose(random: Random, template: string, parts: Parts): string {
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const choices = parts[name]
    if (!choices) throw new RangeError(`no parts called ${name}`)
    return compose(random, random.pick(choices), parts)
  })
  return text.replaceAll(/ {2,}/g, ' ').trim()
}

/** Upper case at the start and after the end of a sentence. */
export function sentenceCase(text: string): string {
  return text.replace(/^[a-z]|(?<=[.!?] )[a-z]/g, (letter) => letter.toUpperCase())
}
