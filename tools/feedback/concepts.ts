/**
 * A small thesaurus of what customers of software write about. It lets texts without a common word find each other
 * ("too expensive", "our budget was cut"), and says what a text is about when its source does not.
 *
 * A term that ends in `*` is the beginning of a word; one with a space is a phrase.
 */
const concepts = {
  price:
    'price* pricing expensive cost costs costly budget* cheap* afford* discount* overpriced justify pay paying money savings value worth',
  billing: 'invoice* billing billed bill charge* refund* payment* vat tax card licen* seat seats downgrade* renewal',
  missing:
    'missing lack* "without it" request* wish roadmap need* require* "would need" "no way to" "feature request" unsupported unavailable "not possible" "is it possible" "is not there" "still no" "plan to add" "not to find" "must have" "would help" "it supported" "if you could"',
  defect:
    'bug* broken error* crash* fail* defect* corrupt* lost lose* loses disappear* duplicate* "appear twice" wrong blank unreliable glitch* "not match" "not being sent" "logged out" "rely on" "stopped working" "does not work" "not working" breaks sync* incorrect "data loss" "no longer trust"',
  slowness:
    'slow* lag* laggy timeout* "times out" "time out" sluggish hang* freez* loading load loads latency performance speed waiting outage forever seconds',
  learning:
    '"how do i" "how can i" "how to" "where can i" setup "set up" "setting up" guide* tutorial* train* onboard* learn* understand confus* documentation invite* import* "getting started" "got lost" "show me" "cannot find" "can not find" "best way to" "showed us" "get started" "got started" complicated "never logged in" steep',
  support:
    'support agent* ticket* reply repl* respond* response answer* resolve* helpdesk helpful unhelpful "customer service" escalat*',
  rival:
    'competitor* alternative* switch* migrat* moving "moved to" "another tool" "other tool" rival* replac* compared "better fit" "same thing elsewhere" "parent company" chose suite "export the data" "export our data"',
  praise:
    'love* great excellent wonderful "happy with" enjoy* best amazing fantastic recommend* smooth* pleasant perfect* solid saves "easy to use" "thank you for" awesome intuitive calm "cannot imagine" delight* favourite favorite',
  departure:
    'left leaving former champion "changed jobs" "moved on" successor "took over" "took this over" administrator "new management" handover resigned predecessor "is gone" "nobody took"',
  season: 'season* winter spring summer holiday* pause* "next year" "off season" "quiet months" "close for" closes',
} as const
export type Concept = keyof typeof concepts

interface Term {
  concept: Concept
  /** Words of the term in order; the last may be only a beginning. */
  pattern: RegExp
  isPhrase: boolean
}

const terms: readonly Term[] = Object.entries(concepts).flatMap(([concept, list]) =>
  [...list.matchAll(/"([^"]+)"|(\S+)/g)].map((match) => {
    const term = match[1] ?? match[2] ?? ''
    const body = term.replaceAll('-', ' ').replace(/\*$/, '[a-z]*')
    return {
      concept: concept as Concept,
      pattern: new RegExp(`(?<![a-z0-9])${body}(?![a-z0-9])`, 'g'),
      isPhrase: term.includes(' '),
    }
  }),
)

/** How often each concept is spoken of in `text`, phrases counted double; concepts that are not are absent. */
export function conceptsIn(text: string): Map<Concept, number> {
  const plain = plainText(text)
  const found = new Map<Concept, number>()
  for (const { concept, pattern, isPhrase } of terms) {
    const count = plain.match(pattern)?.length ?? 0
    if (count > 0) found.set(concept, (found.get(concept) ?? 0) + count * (isPhrase ? 2 : 1))
  }
  return found
}

/** Lower case, without accents, apostrophes closed up: `Café isn't` is `cafe isnt`. */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
}
