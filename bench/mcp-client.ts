/** A client of its own for the doors' benchmark: the SDK's would cost more than the server, and is not what is measured. */
import { once } from 'node:events'
import { type Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

export const AT_ONCE = 50

/** Calls a tool; throws unless it answered what was asked. */
export type Call = (name: string, input: object) => Promise<void>

export async function openSession(agent: Agent, url: string, token?: string): Promise<Call> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const send = async (message: object) => {
    const asked = request(url, { agent, method: 'POST', headers })
    asked.end(JSON.stringify({ jsonrpc: '2.0', ...message }))
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    const body = await text(response)
    const isFine = response.statusCode === 200 || response.statusCode === 202
    if (!isFine || body.includes('"isError":true') || body.includes('"error":{'))
      throw new Error(`${url} answered ${response.statusCode}: ${body.slice(0, 500)}`)
    return response.headers
  }
  const clientInfo = { name: 'bench', version: '1' }
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }
  const begun = await send({ id: 0, method: 'initialize', params })
  headers['mcp-session-id'] = String(begun['mcp-session-id'])
  headers['mcp-protocol-version'] = '2025-11-25'
  await send({ method: 'notifications/initialized' })
  let id = 0
  return async (name, input) => {
    id += 1
    await send({ id, method: 'tools/call', params: { name, arguments: input } })
  }
}

/** Milliseconds of each of so many calls, `AT_ONCE` under way at any time. */
export async function load(calls: number, call: (n: number) => Promise<void>): Promise<number[]> {
  const times: number[] = []
  let started = 0
  const worker = async () => {
    while (started < calls) {
      started += 1
      const at = performance.now()
      await call(started)
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return times
}
