/** A question as words: small letters, short forms written out, numbers as figures, as voice recognition and typing differ in all three. */

const shortForms: Record<string, string> = {
  "can't": 'can not',
  cant: 'can not',
  "won't": 'will not',
  wont: 'will not',
  dont: 'do not',
  doesnt: 'does not',
  didnt: 'did not',
  isnt: 'is not',
  arent: 'are not',
  havent: 'have not',
  hasnt: 'has not',
  im: 'i am',
  ive: 'i have',
  id: 'i would',
  youre: 'you are',
  theyre: 'they are',
  theyve: 'they have',
  gonna: 'going to',
  wanna: 'want to',
  gotta: 'got to',
  gimme: 'give me',
  lemme: 'let me',
  "y'all": 'you',
  yall: 'you',
  whats: 'what is',
  hows: 'how is',
  whos: 'who is',
  wheres: 'where is',
  thats: 'that is',
  theres: 'there is',
  lets: 'let us',
  cuz: 'because',
  coz: 'because',
  cos: 'because',
  "'cause": 'because',
  u: 'you',
  ur: 'your',
  "d'you": 'do you',
  dyou: 'do you',
  "d'ya": 'do you',
  dya: 'do you',
  whatre: 'what are',
  howre: 'how are',
  whens: 'when is',
  whys: 'why is',
  whove: 'who have',
  wasnt: 'was not',
  werent: 'were not',
  shouldnt: 'should not',
  couldnt: 'could not',
  wouldnt: 'would not',
  "ain't": 'is not',
  aint: 'is not',
  weve: 'we have',
  youve: 'you have',
  itll: 'it will',
  theyll: 'they will',
  dunno: 'do not know',
  wot: 'what',
  wots: 'what is',
  wat: 'what',
  hw: 'how',
  r: 'are',
  y: 'why',
  w: 'with',
  wo: 'without',
  n: 'and',
  b4: 'before',
  abt: 'about',
  bout: 'about',
  wrt: 'about',
  re: 'about',
  bc: 'because',
  bcs: 'because',
  thru: 'through',
  ppl: 'people',
  avg: 'average',
  rn: 'right now',
  atm: 'at the moment',
  asap: 'right away',
  eod: 'today',
  tho: 'though',
  btw: 'by the way',
  fyi: 'by the way',
  tbh: 'honestly',
  imo: 'i think',
  accts: 'accounts',
  acct: 'account',
  accs: 'accounts',
  acc: 'account',
  cust: 'customer',
  msgs: 'messages',
  msg: 'message',
  tix: 'tickets',
  tkts: 'tickets',
  feats: 'features',
  pct: 'percent',
  perc: 'percent',
  nr: 'number',
  num: 'number',
  nums: 'numbers',
  nos: 'numbers',
  approx: 'roughly',
  est: 'estimate',
  prev: 'previous',
  curr: 'current',
  cfg: 'configuration',
  sys: 'system',
  props: 'proposals',
  notifs: 'notifications',
  yday: 'yesterday',
  wk: 'week',
  wks: 'weeks',
  mth: 'month',
  mo: 'month',
  mos: 'months',
  qtrs: 'quarters',
  yrs: 'years',
  mins: 'minutes',
  hrs: 'hours',
  mom: 'month over month',
  wow: 'week over week',
  qoq: 'quarter over quarter',
  yoy: 'year over year',
  lmk: 'let me know',
  pls: 'please',
  plz: 'please',
  thx: 'thanks',
  custs: 'customers',
  mths: 'months',
  qtr: 'quarter',
  yr: 'year',
  '%': 'percent',
}

/** After these `'s` is "is"; after anything else it says whose. */
const beforeIs =
  /^(?:what|who|how|where|when|why|that|there|here|it|he|she|this|everything|something|anything|everyone)$/

const figures = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, value) => [word, value] as const),
)
for (const [index, word] of 'thirty forty fifty sixty seventy eighty ninety'.split(' ').entries()) {
  figures.set(word, 30 + 10 * index)
}
const unit = /^(?:day|week|month|quarter|year|hundred|thousand|percent|point|minute|hour)s?$/

/** The words of `question`; at most 120, for nobody says more in one breath. */
export function spokenWords(question: string): string[] {
  const words = withoutUs(question.normalize('NFKC'))
    .toLowerCase()
    .replaceAll(/[’‘`]/g, "'")
    .replaceAll('%', ' percent ')
    .replaceAll('&', ' and ')
    // Letters one by one: `n p s`, `m.r.r.`
    .replaceAll(
      /\b((?:n[ .]p[ .]s)|(?:[mangr][ .]r[ .]r)|(?:[dwm][ .]a[ .]u)|(?:a[ .]p[ .]i)|(?:q[ .]b[ .]r)|(?:t[ .]t[ .]v))\b\.?/g,
      (letters) => letters.replaceAll(/[ .]/g, ''),
    )
    .replaceAll(/\bp[- ]?(\d{3,})\b/g, ' p-$1 ')
    .replaceAll(/(?<=[a-z])-(?=[a-z])/g, ' ')
    .split(/[^\p{L}\p{N}'-]+/u)
    .flatMap(longForm)
    .filter((word) => word !== '')
  return asFigures(words).slice(0, 120)
}

/** "The US" is a country, and "show us" is not: told apart by how it is written, while that can still be seen. */
function withoutUs(question: string): string {
  const isShouted = question === question.toUpperCase()
  return question
    .replaceAll(/\bU\. ?S\.(?: ?A\.)?/g, 'usa')
    .replaceAll(/\bU\. ?K\./g, 'uk')
    .replaceAll(/\b(the )us\b/gi, '$1usa')
    .replaceAll(/\bUS\b/g, isShouted ? 'US' : 'usa')
}

function longForm(raw: string): string[] {
  const word = raw.replaceAll(/^['-]+|['-]+$/g, '')
  const written = shortForms[word]
  if (written !== undefined) return written.split(' ')
  const [, stem, ending] = /^(.+?)(n't|'s|'re|'ve|'ll|'d|'m)$/.exec(word) ?? []
  if (stem === undefined) return [word.replaceAll("'", '')]
  switch (ending) {
    case "n't":
      return [stem, 'not']
    case "'s":
      return beforeIs.test(stem) ? [stem, 'is'] : [stem]
    case "'re":
      return [stem, 'are']
    case "'ve":
      return [stem, 'have']
    case "'ll":
      return [stem, 'will']
    case "'m":
      return [stem, 'am']
    default:
      return [stem, /^(?:why|how|what|where|who)$/.test(stem) ? 'did' : 'would']
  }
}

/** `six months` is `6 months`, `thirty six` is `36`, `q two` is `q2`; "which one" and "the one for Acme" stay words. */
function asFigures(words: readonly string[]): string[] {
  const out: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const next = words[at + 1] ?? ''
    const value = figures.get(word)
    const last = out.at(-1)
    if ((last === 'q' || last === 'quarter') && /^(?:[1-4]|one|two|three|four)$/.test(word)) {
      out[out.length - 1] = `q${value ?? word}`
    } else if (value === undefined) {
      out.push(word)
    } else if (value >= 20 && (figures.get(next) ?? 10) < 10 && next !== 'zero') {
      out.push(String(value + (figures.get(next) ?? 0)))
      at++
    } else if (value === 1 && !unit.test(next)) {
      out.push(word)
    } else {
      out.push(String(value))
    }
  }
  return out
}
