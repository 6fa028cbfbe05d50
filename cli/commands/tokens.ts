import { Command, InvalidArgumentError, Option } from 'commander'
import { createToken, USUAL_DAYS } from '../../tools/people/create-token.ts'
import { listTokens } from '../../tools/people/list-tokens.ts'
import { revokeToken } from '../../tools/people/revoke-token.ts'
import { roles } from '../../tools/role-matrix.ts'
import { runTool } from '../../tools/run-tool.ts'
import { faint, table } from '../output.ts'
import { crewCommand, withCrew } from '../session.ts'

export function tokensCommand(): Command {
  const list = crewCommand('list', 'whose tokens there are, until when they hold and when each was last used').action(
    (options) =>
      withCrew(options, async (crew, out) => {
        const { output } = await runTool(listTokens, {}, await crew.context())
        out.result(output, () => {
          const rows = output.tokens.map((token) => [
            token.state === 'holds' ? (token.label ?? token.tokenId) : faint(token.label ?? token.tokenId),
            token.name,
            token.roles.join(', '),
            endOf(token),
            token.lastUsedAt === null ? faint('never') : `${token.lastUsedAt.slice(0, 16).replace('T', ' ')} UTC`,
          ])
          if (rows.length > 0) out.line(table(['token', 'of', 'roles', 'until', 'last used by a door'], rows))
          else out.line('There is no token yet.')
          out.line()
          out.line(`Next: ${out.crew('tokens create --role eva')}`)
        })
      }),
  )
  const create = crewCommand('create', 'make a token for an assistant or a person of one role; it is shown once')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--name <name>', 'whose it is (default: EVA for the role eva)')
    .option('--label <label>', 'to find it by (default: the name)')
    .option('--expires <days>', 'as 30d, or never', parseExpiry, USUAL_DAYS)
    .action((options) =>
      withCrew(options, async (crew, out, config) => {
        const input = {
          role: options.role,
          name: options.name ?? null,
          label: options.label ?? null,
          expiresInDays: options.expires,
        }
        const { output } = await runTool(createToken, input, await crew.context())
        const { usualPort } = await import('../../mcp-server/serve-http.ts')
        const url = config.mcpPublicUrl?.href ?? `http://127.0.0.1:${config.mcpPort || usualPort}/mcp`
        out.result({ ...output, url }, () => {
          out.line(output.token)
          const until = output.expiresAt === null ? 'without an end' : `until ${output.expiresAt.slice(0, 10)}`
          out.note(`The token ${output.label}, role ${output.role}, ${until}; shown this once.`)
          out.note(`An MCP client sends it to ${url} as “Authorization: Bearer …” while ${out.crew('start')} runs,`)
          out.note(`or starts ${out.crew('mcp')} itself with the token in CREW_TOKEN.`)
        })
      }),
    )
  const revoke = crewCommand('revoke', 'end a token for good, at once')
    .argument('<token>', 'its label or id, never the token itself')
    .action((token: string, options) =>
      withCrew(options, async (crew, out) => {
        const { output } = await runTool(revokeToken, { token }, await crew.context())
        const label = output.label ?? output.tokenId
        out.result(output, () =>
          out.line(
            output.wasRevokedBefore
              ? `${label} was revoked on ${output.revokedAt.slice(0, 10)} already.`
              : `${label} is revoked; the next request with it is refused.`,
          ),
        )
      }),
    )
  const tokens = new Command('tokens').description('tokens by which assistants and people prove who they are')
  tokens.addCommand(list, { isDefault: true })
  for (const sub of [create, revoke]) tokens.addCommand(sub)
  return tokens
}

function endOf({ state, expiresAt, revokedAt }: { state: string; expiresAt: string | null; revokedAt: string | null }) {
  if (state === 'revoked') return faint(`revoked ${revokedAt?.slice(0, 10)}`)
  if (state === 'expired') return faint(`expired ${expiresAt?.slice(0, 10)}`)
  return expiresAt === null ? 'no end' : expiresAt.slice(0, 10)
}

/** Days, or null for a token without an end. */
function parseExpiry(value: string): number | null {
  if (value === 'never') return null
  const days = Number(/^(\d{1,4})d?$/.exec(value)?.[1])
  if (!(days >= 1 && days <= 3650)) throw new InvalidArgumentError('Give days from 1 to 3650 as 30d, or never.')
  return days
}
