import { Command } from 'commander'
import { createApiKey } from '../../tools/ingest/create-api-key.ts'
import { listApiKeys } from '../../tools/ingest/list-api-keys.ts'
import { revokeApiKey } from '../../tools/ingest/revoke-api-key.ts'
import { runTool } from '../../tools/run-tool.ts'
import { faint, table } from '../output.ts'
import { crewCommand, withCrew } from '../session.ts'

export function keysCommand(): Command {
  const list = crewCommand('list', 'who may send rows, and when each key was last used').action((options) =>
    withCrew(options, async (crew, out) => {
      const { output } = await runTool(listApiKeys, {}, await crew.context())
      out.result(output, () => {
        const rows = output.keys.map(({ name, source, createdAt, lastUsedAt, revokedAt }) => [
          revokedAt === null ? name : faint(`${name} (revoked ${revokedAt.slice(0, 10)})`),
          source,
          createdAt.slice(0, 10),
          lastUsedAt === null ? faint('never') : `${lastUsedAt.slice(0, 16).replace('T', ' ')} UTC`,
        ])
        if (rows.length > 0) out.line(table(['key', 'source', 'made', 'last used'], rows))
        else out.line('No other system may send anything yet.')
        out.line()
        out.line(`Next: ${out.crew('keys create web_app')}`)
      })
    }),
  )
  const create = crewCommand('create', 'make a key that can send rows of one source and nothing else; it is shown once')
    .argument('<name>', 'what sends with it, as web_app')
    .option('--source <source>', 'whose ids its rows carry, as in a mapping (default: the only source there is)')
    .action((name: string, options) =>
      withCrew(options, async (crew, out, config) => {
        const input = { name, source: options.source ?? null }
        const { output } = await runTool(createApiKey, input, await crew.context())
        const { usualPort } = await import('../../ingest/serve-ingest.ts')
        out.result(output, () => {
          out.line(output.key)
          out.note(`The key of ${output.name}, shown this once. It sends rows of the source ${output.source}:`)
          out.note(
            `curl -H "Authorization: Bearer $KEY" http://127.0.0.1:${config.httpPort || usualPort}/v1/events --json '[{"event_id": "1", "customer": "<id>", "occurred_at": "${new Date().toISOString()}", "kind": "login"}]'`,
          )
          out.note(`It is answered while ${out.crew('start')} or ${out.crew('worker --ingest')} runs.`)
        })
      }),
    )
  const revoke = crewCommand('revoke', 'end a key for good; what it sent stays')
    .argument('<key>', 'its name or id')
    .action((key: string, options) =>
      withCrew(options, async (crew, out) => {
        const { output } = await runTool(revokeApiKey, { key }, await crew.context())
        out.result(output, () =>
          out.line(
            output.wasRevokedBefore
              ? `${output.name} was revoked on ${output.revokedAt.slice(0, 10)} already.`
              : `${output.name} is revoked; within five seconds nothing is accepted with it.`,
          ),
        )
      }),
    )
  const keys = new Command('keys').description('keys by which other systems send events, tickets and the like')
  keys.addCommand(list, { isDefault: true })
  for (const sub of [create, revoke]) keys.addCommand(sub)
  return keys
}
