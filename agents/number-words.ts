/**
 * Words that state a quantity, an order or a date. In text that is to be checked each of them must be a fact instead.
 * English only: the prompts ask for English, and `checkText` refuses letters of other scripts.
 */

/** Harmless in prose, and impossible to write without: the whole list of what is let through. */
const allowed = new Set(['one', 'ones', 'first', 'firstly', 'once'])

const units = 'zero one two three four five six seven eight nine'
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
const tens = 'twenty thirty forty fourty fifty sixty seventy eighty ninety'
const scales = 'hundred thousand million billion trillion'
const ordinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth billionth'

const morphemes = [units, teens, tens, scales, ordinals]
  .join(' ')
  .split(' ')
  // The longest first, so that `sixteen` is not read as `six` and a rest.
  .sort((a, b) => b.length - a.length)

/** `twentyfive`, `hundredfold`, `thousands`, `fiftyish`: nothing but number words and an ending. */
const composed = new RegExp(`^(?:${morphemes.join('|')})+(?:s|ly|fold|ish|some)?$`)

const multiples = new Set(
  `half halves halve halved halving quarter quarters quarterly third thirds double doubles doubled doubling treble
  trebled triple tripled tripling quadruple quadrupled quintuple tenfold manyfold fold twofold threefold twice thrice
  dozen dozens couple pair pairs duo trio nil nought naught percent percentage percentages percentile pct cent cents
  permille gross umpteen fortnight decade decades century centuries yesterday tomorrow midnight noon`.split(/\s+/),
)

const monthsAndDays = new Set(
  `january february april june july august september october november december jan feb apr jun jul aug sept sep oct nov
  dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri`.split(/\s+/),
)

const romanNumeral = /^(?=[IVXLCDM]{2,}$)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/

/** Why `word` may not stand in prose, or undefined when it may. `startsSentence` tells a verb from the month of May. */
export function numberWordProblem(word: string, startsSentence: boolean): string | undefined {
  const plain = word.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  if (allowed.has(plain)) return undefined
  if (composed.test(plain) || multiples.has(plain)) return `"${word}" states a quantity`
  if (monthsAndDays.has(plain)) return `"${word}" states a date`
  if ((word === 'May' || word === 'March') && !startsSentence) return `"${word}" states a date`
  if (romanNumeral.test(word)) return `"${word}" is a number`
  return undefined
}
