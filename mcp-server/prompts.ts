/** Prompts a person picks in their client: what to do, from `prompts/`, with what it is about attached as resources. */
import {
  ErrorCode,
  type GetPromptResult,
  type Prompt as ListedPrompt,
  type PromptMessage,
} from '@modelcontextprotocol/sdk/types.js'
import { loadPrompt } from '../agents/load-prompt.ts'
import { UserError } from '../errors.ts'
import type { Actor } from '../tools/define-tool.ts'
import { type Completable, readResource } from './resources.ts'
import { RequestError } from './safe-errors.ts'
import type { SessionOptions } from './session-options.ts'
import { oneLine } from './text-of.ts'

interface PromptKind {
  name: string
  title: string
  description: string
  arguments: { name: Completable; description: string; required: boolean }[]
  /** Addresses of what is attached. */
  about: (given: Given) => string[]
  render: (given: Given) => { system: string; user: string }
}

interface Given {
  venture: string
  /** YYYY-MM-DD */
  day: string
  customer: string
  /** YYYY-MM */
  month: string
}

const kinds: readonly PromptKind[] = [
  {
    name: 'weekly_review',
    title: 'Weekly review',
    description: 'How customers are, who to call, what to decide: for the team’s weekly meeting.',
    arguments: [],
    about: () => ['crew://digest', 'crew://proposals/waiting', 'crew://at-risk'],
    render: ({ venture, day }) => weeklyReview.render({ venture, day }),
  },
  {
    name: 'monthly_business_review',
    title: 'Monthly business review',
    description: 'Revenue, churn, NPS and health of a month, what drove them, what came of what was done.',
    arguments: [{ name: 'month', description: 'As 2026-10; the last whole month when left out', required: false }],
    about: () => ['crew://dashboards/executive', 'crew://dashboards/insights', 'crew://reports/latest'],
    render: ({ venture, month }) => monthlyReview.render({ venture, ...daysOf(month) }),
  },
  {
    name: 'renewal_preparation',
    title: 'Renewal preparation',
    description: 'What to know and say before one customer’s renewal.',
    arguments: [{ name: 'customer', description: 'Id, external id or name', required: true }],
    about: ({ customer }) => [`crew://customers/${encodeURIComponent(customer)}`],
    render: ({ venture, day, customer }) => renewalPreparation.render({ venture, day, customer }),
  },
  {
    name: 'win_back_plan',
    title: 'Win-back plan',
    description: 'How to win back a customer that left or is about to, and when to give up.',
    arguments: [{ name: 'customer', description: 'Id, external id or name', required: true }],
    about: ({ customer }) => [`crew://customers/${encodeURIComponent(customer)}`],
    render: ({ venture, day, customer }) => winBackPlan.render({ venture, day, customer }),
  },
  {
    name: 'chairmans_brief',
    title: 'Chairman’s brief',
    description: 'What waits for the Chairman, what moved, what is in danger, in two minutes of reading.',
    arguments: [],
    about: () => ['crew://proposals/waiting', 'crew://dashboards/executive', 'crew://alerts', 'crew://gates'],
    render: ({ venture, day }) => chairmansBrief.render({ venture, day }),
  },
]

const weeklyReview = loadPrompt('weekly-review', ['venture', 'day'])
const monthlyReview = loadPrompt('monthly-business-review', ['venture', 'from', 'until'])
const renewalPreparation = loadPrompt('renewal-preparation', ['venture', 'day', 'customer'])
const winBackPlan = loadPrompt('win-back-plan', ['venture', 'day', 'customer'])
const chairmansBrief = loadPrompt('chairmans-brief', ['venture', 'day'])

export function listPrompts(): ListedPrompt[] {
  return kinds.map(({ name, title, description, arguments: given }) => ({ name, title, description, arguments: given }))
}

/** What can be offered while this argument is typed; undefined when the prompt has none of this name. */
export function argumentOf(prompt: string, argument: string): Completable | undefined {
  return kinds.find(({ name }) => name === prompt)?.arguments.find(({ name }) => name === argument)?.name
}

/** Throws the protocol's error for a prompt or an argument that is not there, and the tool's for a customer nobody is. */
export async function getPrompt(
  session: SessionOptions,
  actor: Actor,
  { name, arguments: given = {} }: { name: string; arguments?: Record<string, string> | undefined },
): Promise<GetPromptResult> {
  const kind = kinds.find((each) => each.name === name)
  if (!kind) throw new RequestError(ErrorCode.InvalidParams, 'There is no prompt of this name; prompts/list names them')
  checkArguments(kind, given)
  const { asOf } = await session.crew.context({ actor })
  const filled: Given = {
    venture: session.crew.venture.name,
    day: asOf,
    // A name is put into a sentence, so it must not bring lines of its own.
    customer: oneLine(given.customer ?? '').slice(0, 120),
    month: checkedMonth(given.month ?? monthsBefore(asOf, 1)[0] ?? ''),
  }
  const attached = await Promise.all(kind.about(filled).map((uri) => attach(session, actor, uri)))
  const { system, user } = kind.render(filled)
  return {
    description: kind.description,
    messages: [...attached, { role: 'user', content: { type: 'text', text: `${system}\n\n${user}` } }],
  }
}

/** What is not there yet (no report before the first run) is said; a customer nobody knows is the caller's mistake. */
async function attach(session: SessionOptions, actor: Actor, uri: string): Promise<PromptMessage> {
  try {
    const { contents } = await readResource(session, actor, uri)
    const [resource] = contents
    if (!resource) throw new Error('a resource without contents')
    return { role: 'user', content: { type: 'resource', resource } }
  } catch (error) {
    if (!(error instanceof UserError) || uri.startsWith('crew://customers/')) throw error
    return { role: 'user', content: { type: 'text', text: `${uri} is not attached: ${error.message}` } }
  }
}

function checkArguments({ arguments: known }: PromptKind, given: Record<string, string>): void {
  const missing = known.find(({ name, required }) => required && (given[name] ?? '').trim() === '')
  if (missing) throw new RequestError(ErrorCode.InvalidParams, `${missing.name} is missing: ${missing.description}`)
  const unknown = Object.keys(given).find((name) => known.every((each) => each.name !== name))
  if (unknown !== undefined) {
    const names = known.map(({ name }) => name).join(', ')
    throw new RequestError(
      ErrorCode.InvalidParams,
      `This prompt takes ${names === '' ? 'no arguments' : `only ${names}`}`,
    )
  }
}

function checkedMonth(month: string): string {
  if (/^(19|2[01])\d{2}-(0[1-9]|1[0-2])$/.test(month)) return month
  throw new RequestError(ErrorCode.InvalidParams, 'month is not right: give it as 2026-10')
}

/** The first day, and the first one after it. */
function daysOf(month: string): { from: string; until: string } {
  const from = new Date(`${month}-01T00:00:00Z`)
  const until = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1))
  return { from: `${month}-01`, until: until.toISOString().slice(0, 10) }
}

/** The whole months before a day, the newest first, as `2026-10`. */
export function monthsBefore(day: string, count: number): string[] {
  const at = new Date(`${day}T00:00:00Z`)
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1 - index, 1)).toISOString().slice(0, 7),
  )
}
