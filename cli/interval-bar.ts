/** A share with its interval as a line of text. */
const COLUMNS = 32

/** `  ├────●──────┤`: each place is a part of the whole width, 0–1. */
export function intervalBar(value: number, low: number, high: number, columns = COLUMNS): string {
  const column = (part: number) => Math.round(Math.max(0, Math.min(1, part)) * (columns - 1))
  const [from, at, until] = [column(low), column(value), column(high)]
  return Array.from({ length: until + 1 }, (_, index) => {
    if (index === at) return '●'
    if (index === from) return '├'
    if (index === until) return '┤'
    return index > from ? '─' : ' '
  }).join('')
}
