/**
 * Who sends a request, by its bearer token, asked of the database with every request: a revoked token ends with the next one.
 * The challenge names the metadata of this resource (RFC 9728), where an authorization server will be named once there is one.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { UserError } from '../errors.ts'
import type { Crew } from '../tools/open-crew.ts'
import { bearerOfToken, type TokenBearer } from '../tools/people/tokens.ts'
import { Refusal } from './refusal.ts'

const WELL_KNOWN = '/.well-known/oauth-protected-resource'

/** Longer than any token: what is longer is not worth hashing. */
const LONGEST_TOKEN = 512

/** `resource` is the endpoint as its clients name it. Throws a Refusal with 401 and WWW-Authenticate. */
export async function authenticateRequest(
  database: Crew['database'],
  { authorization }: IncomingHttpHeaders,
  resource: URL,
): Promise<TokenBearer> {
  if (authorization === undefined) throw challenge(resource, 'Send a token: Authorization: Bearer …')
  const token = /^Bearer +(\S+) *$/i.exec(authorization.slice(0, LONGEST_TOKEN))?.[1]
  if (token === undefined) throw challenge(resource, 'Send the token as Authorization: Bearer …', 'invalid_request')
  try {
    return await bearerOfToken(database, token, new Date())
  } catch (error) {
    if (error instanceof UserError && error.answer.code === 'forbidden')
      throw challenge(resource, error.message, 'invalid_token')
    throw error
  }
}

/** Where its metadata is: the well-known path stands before that of the endpoint. */
function metadataUrl({ origin, pathname }: URL): URL {
  return new URL(`${WELL_KNOWN}${pathname === '/' ? '' : pathname}`, origin)
}

/** A client that does not know the endpoint's path asks without it. */
export function isMetadataPath(path: string | undefined, resources: readonly URL[]): boolean {
  return path === WELL_KNOWN || resources.some((resource) => metadataUrl(resource).pathname === path)
}

/** What RFC 9728 has a client read before it asks for a token. Tokens are made with `crew tokens create`. */
export function resourceMetadata(resource: URL): Record<string, unknown> {
  return {
    resource: resource.href,
    resource_name: 'customer-success-crew',
    bearer_methods_supported: ['header'],
  }
}

function challenge(resource: URL, message: string, error?: string): Refusal {
  const described =
    error === undefined ? '' : `error="${error}", error_description="${message.replaceAll(/[^ -~]|["\\]/g, '')}", `
  return new Refusal(401, message, {
    headers: { 'WWW-Authenticate': `Bearer ${described}resource_metadata="${metadataUrl(resource).href}"` },
  })
}
