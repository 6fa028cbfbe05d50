/** An OpenAI-compatible server on loopback that misbehaves on demand. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { z } from 'zod'
import type { LanguageModelConfig } from '../config.ts'

/** What the server does with one request. */
export type Behaviour =
  | { json: unknown }
  | { text: string }
  | { status: number }
  | { refusal: string }
  /** Never answers. */
  | 'silence'
  /** 200 with a body that is not JSON. */
  | 'garbage'
  /** Hangs up. */
  | 'hang_up'

export interface ModelRequest {
  system: string
  user: string
  /** Counts from 0. */
  index: number
  /** JSON schema the answer was asked to have. */
  schema: Record<string, unknown>
}

export interface ModelServer {
  config: LanguageModelConfig
  requests: ModelRequest[]
  close(): Promise<void>
}

const requestBody = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.object({ json_schema: z.object({ schema: z.record(z.string(), z.unknown()) }) }),
})

/** Answers each request as `behave` says; `config` is what `createWriter` takes to talk to it. */
export async function startModelServer(
  behave: (request: ModelRequest) => Behaviour,
  options: { timeoutSeconds?: number; tokensPerRun?: number; tokensPerAnswer?: number } = {},
): Promise<ModelServer> {
  const requests: ModelRequest[] = []
  const server = createServer(async (incoming, response) => {
    let body = ''
    for await (const chunk of incoming) body += String(chunk)
    const { messages, response_format } = requestBody.parse(JSON.parse(body))
    const contentOf = (role: string) => messages.find((message) => message.role === role)?.content ?? ''
    const request = {
      system: contentOf('system') || contentOf('developer'),
      user: contentOf('user'),
      index: requests.length,
      schema: response_format.json_schema.schema,
    }
    requests.push(request)
    reply(response, behave(request), options.tokensPerAnswer ?? 100)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    requests,
    config: {
      apiKey: 'test',
      baseUrl: `http://127.0.0.1:${address.port}/v1`,
      model: 'test-model',
      embeddingModel: 'test-embedding',
      timeoutSeconds: options.timeoutSeconds ?? 5,
      tokensPerRun: options.tokensPerRun ?? 10_000_000,
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function reply(response: ServerResponse, behaviour: Behaviour, tokens: number): void {
  if (behaviour === 'silence') return
  if (behaviour === 'hang_up') {
    response.destroy()
    return
  }
  if (behaviour === 'garbage') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('<html>gateway</html>')
    return
  }
  if ('status' in behaviour) {
    response
      .writeHead(behaviour.status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { message: 'as told', type: 'test' } }))
    return
  }
  const content = 'json' in behaviour ? JSON.stringify(behaviour.json) : 'text' in behaviour ? behaviour.text : null
  const refusal = 'refusal' in behaviour ? behaviour.refusal : null
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      id: 'answer',
      object: 'chat.completion',
      created: 0,
      model: 'test-model',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal } }],
      usage: { prompt_tokens: tokens, completion_tokens: 0, total_tokens: tokens },
    }),
  )
}
