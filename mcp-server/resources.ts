/** What a client may attach to a conversation: each is a tool's answer as Markdown, read through the same gate as a call. */
import {
  ErrorCode,
  type ReadResourceResult,
  type Resource,
  type ResourceTemplate,
} from '@modelcontextprotocol/sdk/types.js'
import type { Actor, Tool } from '../tools/define-tool.ts'
import { noteRequest } from '../tools/note-request.ts'
import { isAllowed } from '../tools/role-matrix.ts'
import { runTool } from '../tools/run-tool.ts'
import { provenance } from './answer.ts'
import { glossaryText } from './glossary.ts'
import { RESOURCE_NOT_FOUND, RequestError } from './safe-errors.ts'
import type { SessionOptions } from './session-options.ts'
import { textOf } from './text-of.ts'

/** What can be typed into a template and is offered while it is typed; `completions.ts` knows how. */
export type Completable = 'customer' | 'run' | 'parameter' | 'dashboard' | 'proposal' | 'receipt' | 'month'

interface ResourceKind {
  /** With one `{variable}` at its end it is a template. */
  uri: string
  name: string
  title: string
  description: string
  /** The tool that reads it, and what it is given. */
  tool?: string
  input?: (value: string) => Record<string, unknown>
  /** What no tool computes. */
  text?: (session: SessionOptions, actor: Actor) => string
}

const kinds: readonly ResourceKind[] = [
  {
    uri: 'crew://reports/latest',
    name: 'latest_report',
    title: 'The latest report',
    description: 'The report of the crew’s latest run, with its proposals and decisions as they stand now.',
    tool: 'get_report',
  },
  {
    uri: 'crew://reports/{run}',
    name: 'report',
    title: 'A report',
    description: 'The report of one run of the crew.',
    tool: 'get_report',
    input: (runId) => ({ runId }),
  },
  {
    uri: 'crew://customers/{customer}',
    name: 'customer',
    title: 'A customer’s scorecard',
    description:
      'Health score with its parts and reasons, churn probability, revenue, renewal, tickets. By id, external id or name.',
    tool: 'get_customer',
    input: (customer) => ({ customer }),
  },
  {
    uri: 'crew://at-risk',
    name: 'at_risk',
    title: 'Customers at risk',
    description: 'Who needs attention first, with the reasons.',
    tool: 'list_at_risk',
  },
  {
    uri: 'crew://digest',
    name: 'weekly_digest',
    title: 'The week’s digest',
    description: 'What changed in the week, who is at risk, what was done.',
    tool: 'get_weekly_digest',
  },
  {
    uri: 'crew://dashboards/{dashboard}',
    name: 'dashboard',
    title: 'A dashboard',
    description: 'executive, campaigns, system or insights; every number names its receipt.',
    tool: 'get_dashboard',
    input: (dashboard) => ({ dashboard }),
  },
  {
    uri: 'crew://proposals/waiting',
    name: 'waiting_proposals',
    title: 'What waits for a decision',
    description: 'Proposals nobody has decided on, the most money at stake first.',
    tool: 'list_proposals',
  },
  {
    uri: 'crew://proposals/{proposal}',
    name: 'proposal',
    title: 'A proposal',
    description: 'Its draft, evidence, decisions and what came of it. As P-1042.',
    tool: 'get_proposal',
    input: (proposal) => ({ proposal }),
  },
  {
    uri: 'crew://alerts',
    name: 'alerts',
    title: 'Alerts',
    description: 'What has been raised and by whom it was taken.',
    tool: 'list_alerts',
  },
  {
    uri: 'crew://gates',
    name: 'gates',
    title: 'Entry and exit gates',
    description: 'Whether the venture may enter and leave this stage, with what each check rests on.',
    tool: 'get_gates',
  },
  {
    uri: 'crew://parameters',
    name: 'parameters',
    title: 'The parameters',
    description: 'Every setting with its value in force, range and meaning, and who may change it.',
    tool: 'get_settings',
  },
  {
    uri: 'crew://parameters/{parameter}',
    name: 'parameter',
    title: 'A parameter',
    description: 'One setting: its value in force, default, range, meaning and the rules that bind it.',
    tool: 'get_settings',
    input: (parameter) => ({ parameter }),
  },
  {
    uri: 'crew://receipts/{receipt}',
    name: 'receipt',
    title: 'A receipt',
    description: 'The record behind a number, as R-1042.',
    tool: 'get_receipt',
    input: (receipt) => ({ receipt }),
  },
  {
    uri: 'crew://glossary',
    name: 'glossary',
    title: 'Glossary',
    description: 'What the words mean here, so that they are used as they are meant.',
    text: glossaryText,
  },
  {
    uri: 'crew://tools',
    name: 'tools',
    title: 'Every tool',
    description: 'All tools this caller may call, also those that are not listed; each can be called by its name.',
    text: toolCatalogue,
  },
]

const variable = /\{(\w+)\}$/

export function listResources(session: SessionOptions, actor: Actor): Resource[] {
  return kindsFor(session, actor)
    .filter(({ uri }) => !variable.test(uri))
    .map(({ uri, name, title, description }) => ({ uri, name, title, description, mimeType: 'text/markdown' }))
}

export function listResourceTemplates(session: SessionOptions, actor: Actor): ResourceTemplate[] {
  return kindsFor(session, actor)
    .filter(({ uri }) => variable.test(uri))
    .map(({ uri, name, title, description }) => ({
      uriTemplate: uri,
      name,
      title,
      description,
      mimeType: 'text/markdown',
    }))
}

/** The variable of a template, to complete; undefined when no template is called so. */
export function variableOf(uriTemplate: string): Completable | undefined {
  const kind = kinds.find(({ uri }) => uri === uriTemplate)
  return variable.exec(kind?.uri ?? '')?.[1] as Completable | undefined
}

/** Throws what the tool throws, and the protocol’s own error for an address that nothing has. */
export async function readResource(session: SessionOptions, actor: Actor, uri: string): Promise<ReadResourceResult> {
  const found = match(uri)
  if (!found) {
    throw new RequestError(
      RESOURCE_NOT_FOUND,
      'Nothing has this address; resources/list and its templates name what there is',
      { uri },
    )
  }
  return { contents: [{ uri, mimeType: 'text/markdown', text: await resourceText(session, actor, found) }] }
}

interface Found {
  kind: ResourceKind
  value: string
}

async function resourceText(session: SessionOptions, actor: Actor, { kind, value }: Found): Promise<string> {
  const context = await session.crew.context({ actor, door: 'mcp' })
  if (kind.text) {
    await noteRequest(context, 'request.answered', { method: 'resources/read', resource: kind.name })
    return kind.text(session, actor)
  }
  const tool = session.tools.find(kind.tool ?? '')
  if (!tool) throw new RequestError(ErrorCode.InternalError, `${kind.title} cannot be read here`)
  const answer = await runTool(tool, kind.input?.(value) ?? {}, context)
  const body = textOf(answer.output, { title: tool.title, currency: context.venture.currency, isWhole: true })
  return `${body}\n\n${provenance(tool, answer.receipt, context)}`
}

/** An address that is there as it stands goes before a template that it would fit too. */
function match(uri: string): Found | undefined {
  const exact = kinds.find((kind) => kind.uri === uri && !variable.test(uri))
  if (exact) return { kind: exact, value: '' }
  const kind = kinds.find((each) => variable.test(each.uri) && uri.startsWith(each.uri.replace(variable, '')))
  const value = kind && decoded(uri.slice(kind.uri.replace(variable, '').length))
  return kind && value ? { kind, value } : undefined
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone per cent sign: no address of ours.
    return undefined
  }
}

function kindsFor({ tools }: SessionOptions, actor: Actor): ResourceKind[] {
  return kinds.filter(({ tool }) => {
    if (tool === undefined) return true
    const found = tools.find(tool)
    return found !== undefined && isAllowed(found.capability, actor.roles)
  })
}

function toolCatalogue({ tools }: SessionOptions, actor: Actor): string {
  const lines = tools.tools
    .filter(({ capability }) => isAllowed(capability, actor.roles))
    .map(({ name, effect, description, input }: Tool) => {
      const fields = Object.keys(input.shape)
      return `- **${name}** (${effect}; ${fields.length === 0 ? 'takes nothing' : `takes ${fields.join(', ')}`}): ${description}`
    })
  return ['# Every tool', '', ...lines].join('\n')
}
