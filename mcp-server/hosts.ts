/**
 * Keeps other web pages out. A page anywhere can have a browser send requests to this computer, under its own name by DNS
 * rebinding or as a foreign origin: only a Host that is this computer, or the public one that was set, is answered, and an
 * Origin, where there is one, must be of them too. What a proxy says in X-Forwarded-* or Forwarded anybody can say: it is not read.
 */
import { Refusal } from './refusal.ts'

const here = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** The Host that was asked for. Throws a Refusal with 403. */
export function checkHost(
  headers: { host?: string | undefined; origin?: string | undefined },
  publicUrl: URL | undefined,
): string {
  const { host, origin } = headers
  if (host === undefined || !(isHere(`http://${host}`) || isThere(`https://${host}`, publicUrl)))
    throw new Refusal(403, 'This Host is not answered here.')
  if (origin !== undefined && !isHere(origin) && !isThere(origin, publicUrl))
    throw new Refusal(403, 'Requests of this Origin are not answered.')
  return host
}

function isHere(url: string): boolean {
  const bare = bareUrl(url)
  return bare !== undefined && here.has(bare.hostname)
}

/** The same scheme, host and port. */
function isThere(url: string, publicUrl: URL | undefined): boolean {
  return publicUrl !== undefined && bareUrl(url)?.origin === publicUrl.origin
}

/** Of an address that is a scheme, a host and a port, and nothing else. */
function bareUrl(url: string): URL | undefined {
  const parsed = URL.parse(url)
  const isBare =
    parsed !== null &&
    (parsed.protocol === 'http:' || parsed.protocol === 'https:') &&
    parsed.username === '' &&
    parsed.pathname === '/'
  return isBare ? parsed : undefined
}
