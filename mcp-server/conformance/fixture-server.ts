/**
 * What the conformance suite asks a server to have: fixed tools, resources and prompts under `test_` and `test://`. Served by
 * `npm run conformance` behind the product's own transports and token check, and by nothing else.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { completable } from '@modelcontextprotocol/sdk/server/completable.js'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js'
import {
  type CallToolResult,
  type ElicitRequestFormParams,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA='
const PAUSE_MS = 50

const text = (words: string) => ({ type: 'text' as const, text: words })
const image = { type: 'image' as const, data: PNG, mimeType: 'image/png' }
const said = (...content: CallToolResult['content']): CallToolResult => ({ content })

export function createFixtureServer(): Server {
  const mcp = new McpServer(
    { name: 'conformance-fixtures', version: '1.0.0' },
    { capabilities: { logging: {}, resources: { subscribe: true } } },
  )
  addContentTools(mcp)
  addTalkingTools(mcp)
  addResources(mcp)
  addPrompts(mcp)
  listRawSchema(mcp)
  return mcp.server
}

/** A schema with keywords that zod does not write: what a server says must reach the client as it is. */
function listRawSchema({ server }: McpServer): void {
  const connect = server.connect.bind(server)
  server.connect = async (transport) => {
    const send = transport.send.bind(transport)
    transport.send = (message, options) => {
      if ('result' in message && Array.isArray(message.result.tools)) message.result.tools.push(rawTool)
      return send(message, options)
    }
    await connect(transport)
  }
}

const rawTool = {
  name: 'json_schema_2020_12_tool',
  description: 'Tool with JSON Schema 2020-12 features',
  inputSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: {
      address: {
        $anchor: 'addressDef',
        type: 'object',
        properties: { street: { type: 'string' }, city: { type: 'string' } },
      },
    },
    properties: {
      name: { type: 'string' },
      address: { $ref: '#/$defs/address' },
      contactMethod: { type: 'string', enum: ['phone', 'email'] },
      phone: { type: 'string' },
      email: { type: 'string' },
    },
    allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
    if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ['phone'] },
    else: { required: ['email'] },
    additionalProperties: false,
  },
}

function addContentTools(mcp: McpServer): void {
  const resource = (uri: string, mimeType: string, words: string) => ({
    type: 'resource' as const,
    resource: { uri, mimeType, text: words },
  })
  const fixed: Record<string, CallToolResult> = {
    test_simple_text: said(text('This is a simple text response for testing.')),
    test_image_content: said(image),
    test_audio_content: said({ type: 'audio', data: WAV, mimeType: 'audio/wav' }),
    test_embedded_resource: said(
      resource('test://embedded-resource', 'text/plain', 'This is an embedded resource content.'),
    ),
    test_multiple_content_types: said(
      text('Multiple content types test:'),
      image,
      resource('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
    ),
    test_error_handling: { isError: true, ...said(text('This tool intentionally returns an error for testing')) },
  }
  for (const [name, result] of Object.entries(fixed))
    mcp.registerTool(name, { description: `Answers the same always: ${name}` }, () => result)
}

/** Tools that say something, or ask something, before they answer. */
function addTalkingTools(mcp: McpServer): void {
  mcp.registerTool('test_tool_with_logging', { description: 'Logs three times' }, async ({ sendNotification }) => {
    for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await sendNotification({ method: 'notifications/message', params: { level: 'info', data } })
      await sleep(PAUSE_MS)
    }
    return said(text('Logged'))
  })
  mcp.registerTool(
    'test_tool_with_progress',
    { description: 'Says how far it is' },
    async ({ _meta, sendNotification }) => {
      const { progressToken } = _meta ?? {}
      for (const progress of [0, 50, 100]) {
        const params = { progress, total: 100 }
        if (progressToken !== undefined)
          await sendNotification({ method: 'notifications/progress', params: { ...params, progressToken } })
        await sleep(PAUSE_MS)
      }
      return said(text('Done'))
    },
  )
  mcp.registerTool(
    'test_reconnection',
    { description: 'Ends its stream before it answers' },
    async ({ closeSSEStream }) => {
      await sleep(PAUSE_MS)
      closeSSEStream?.()
      await sleep(PAUSE_MS)
      return said(text('Answered after the stream was ended'))
    },
  )
  mcp.registerTool(
    'test_sampling',
    { description: 'Asks the client’s model', inputSchema: { prompt: z.string() } },
    async ({ prompt }, { requestId }) => {
      const messages = [{ role: 'user' as const, content: text(prompt) }]
      const options = { relatedRequestId: requestId }
      const { content } = await mcp.server.createMessage({ messages, maxTokens: 100 }, options)
      return said(text(`LLM response: ${'text' in content ? content.text : content.type}`))
    },
  )
  mcp.registerTool(
    'test_elicitation',
    { description: 'Asks the user', inputSchema: { message: z.string() } },
    async ({ message }, { requestId }) => {
      const properties = {
        username: { type: 'string' as const, description: "User's response" },
        email: { type: 'string' as const, description: "User's email address" },
      }
      const requestedSchema = { type: 'object' as const, properties, required: ['username', 'email'] }
      const answer = await mcp.server.elicitInput({ message, requestedSchema }, { relatedRequestId: requestId })
      return said(text(`User response: ${JSON.stringify(answer)}`))
    },
  )
  for (const [name, requestedSchema] of Object.entries(elicitations)) {
    mcp.registerTool(name, { description: 'Asks the user with a form' }, async ({ requestId }) => {
      const asked = { message: 'Please fill in', requestedSchema }
      const { action, content } = await mcp.server.elicitInput(asked, { relatedRequestId: requestId })
      return said(text(`Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`))
    })
  }
}

const titled = (...options: [value: string, title: string][]) =>
  options.map(([value, title]) => ({ const: value, title }))
const threeOptions = ['option1', 'option2', 'option3']

const elicitations: Record<string, ElicitRequestFormParams['requestedSchema']> = {
  test_elicitation_sep1034_defaults: {
    type: 'object',
    properties: {
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    },
    required: [],
  },
  test_elicitation_sep1330_enums: {
    type: 'object',
    properties: {
      untitledSingle: { type: 'string', enum: threeOptions },
      titledSingle: {
        type: 'string',
        oneOf: titled(['value1', 'First Option'], ['value2', 'Second Option'], ['value3', 'Third Option']),
      },
      legacyEnum: {
        type: 'string',
        enum: ['opt1', 'opt2', 'opt3'],
        enumNames: ['Option One', 'Option Two', 'Option Three'],
      },
      untitledMulti: { type: 'array', items: { type: 'string', enum: threeOptions } },
      titledMulti: {
        type: 'array',
        items: { anyOf: titled(['value1', 'First Choice'], ['value2', 'Second Choice'], ['value3', 'Third Choice']) },
      },
    },
    required: [],
  },
}

function addResources(mcp: McpServer): void {
  const plain = { mimeType: 'text/plain', description: 'A fixed text' }
  const contents = (uri: string, mimeType: string, words: string) => ({ contents: [{ uri, mimeType, text: words }] })
  mcp.registerResource('static-text', 'test://static-text', plain, ({ href }) =>
    contents(href, 'text/plain', 'This is the content of the static text resource.'),
  )
  mcp.registerResource('watched', 'test://watched-resource', plain, ({ href }) =>
    contents(href, 'text/plain', 'Watched'),
  )
  mcp.registerResource(
    'static-binary',
    'test://static-binary',
    { mimeType: 'image/png', description: 'A fixed image' },
    ({ href }) => ({ contents: [{ uri: href, mimeType: 'image/png', blob: PNG }] }),
  )
  mcp.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { mimeType: 'application/json', description: 'A text with its id' },
    ({ href }, { id }) =>
      contents(href, 'application/json', JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` })),
  )
  mcp.server.setRequestHandler(SubscribeRequestSchema, () => ({}))
  mcp.server.setRequestHandler(UnsubscribeRequestSchema, () => ({}))
}

function addPrompts(mcp: McpServer): void {
  const asked = (...content: (ReturnType<typeof text> | typeof image | EmbeddedText)[]) => ({
    messages: content.map((each) => ({ role: 'user' as const, content: each })),
  })
  mcp.registerPrompt('test_simple_prompt', { description: 'A fixed prompt' }, () =>
    asked(text('This is a simple prompt for testing.')),
  )
  const cities = ['paris', 'park', 'party']
  const argument = completable(z.string(), (begun) => cities.filter((city) => city.startsWith(begun)))
  mcp.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'Repeats its arguments', argsSchema: { arg1: argument, arg2: z.string() } },
    ({ arg1, arg2 }) => asked(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  )
  mcp.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'Embeds a resource', argsSchema: { resourceUri: z.string() } },
    ({ resourceUri: uri }) =>
      asked(
        { type: 'resource', resource: { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' } },
        text('Please process the embedded resource above.'),
      ),
  )
  mcp.registerPrompt('test_prompt_with_image', { description: 'Shows an image' }, () =>
    asked(image, text('Please analyze the image above.')),
  )
}

interface EmbeddedText {
  type: 'resource'
  resource: { uri: string; mimeType: string; text: string }
}
