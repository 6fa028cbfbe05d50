/** What a question is judged by: its words, their neighbours, and pieces of words, so that a slip of the pen costs little. */

/** A word with its usual ending taken off, so that `tickets` and `ticket` are one. A slot (`#customer`) stays as it is. */
export function stemOf(word: string): string {
  return word.startsWith('#') ? word : word.replace(/(?<=^.{3,})(?:ing|ed|es|s|ly|er)$/, '')
}

/**
 * The features of a question's words, each once: `ticket` a word, `open ticket` neighbours, `any _ ticket` with one between,
 * `~tick` a piece. A word `isKnown` does not know stands as `#strange` among its neighbours: "the nps of #strange".
 */
export function featuresOf(words: readonly string[], isKnown: (stem: string) => boolean): string[] {
  const stems = words.map(stemOf)
  const seen = stems.map((stem) => (/^[#\d]/.test(stem) || isKnown(stem) ? stem : '#strange'))
  const features = new Set<string>([`${seen.at(-1) ?? ''} $`])
  for (const [at, stem] of stems.entries()) {
    features.add(stem)
    features.add(seen[at] ?? '')
    features.add(`${seen[at - 1] ?? '^'} ${seen[at]}`)
    if (at > 1) features.add(`${seen[at - 2]} _ ${seen[at]}`)
    for (const piece of piecesOf(words[at] ?? '')) features.add(piece)
  }
  return [...features]
}

function piecesOf(word: string): string[] {
  if (word.startsWith('#')) return []
  const bounded = `<${word}>`
  return [4, 5].flatMap((length) =>
    Array.from({ length: Math.max(0, bounded.length - length + 1) }, (_, at) => `~${bounded.slice(at, at + length)}`),
  )
}
