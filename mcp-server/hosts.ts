/**
 * Keeps other web pages out. A page anywhere can have a browser send requests to this computer, under its own name by DNS
 * rebinding or as a foreign origin: only a Host that is this computer is answered, and an Origin, where there is one, must be too.
 */
import { Refusal } from './refusal.ts'

const here = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** The Host that was asked for. Throws a Refusal with 403. */
export function checkHost(headers: { host?: string | undefined; origin?: string | undefined }): string {
  const { host, origin } = headers
  if (host === undefined || !isHere(`http://${host}`)) throw new Refusal(403, 'This Host is not answered here.')
  if (origin !== undefined && !isHere(origin)) throw new Refusal(403, 'Requests of this Origin are not answered.')
  return host
}

function isHere(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, pathname } = new URL(url)
  return (protocol === 'http:' || protocol === 'https:') && here.has(hostname) && username === '' && pathname === '/'
}
