/** A venture behind a door: two customers with what people wrote about them, and somebody in each role to call tools. */
import { uuidv7 } from 'uuidv7'
import type { Actor, Door, Tool, ToolContext } from '../tools/define-tool.ts'
import { embedFeedback } from '../tools/feedback/embed-feedback.ts'
import { hashingEmbedder } from '../tools/feedback/hashing-embedder.ts'
import { addCustomer, openStage, type Stage, setTestMode } from '../tools/proposals/proposal.fixture.ts'
import { type Role, roles } from '../tools/role-matrix.ts'
import { runTool } from '../tools/run-tool.ts'
import { type DoorTools, openDoorTools } from './door-tools.ts'

export interface Doorway {
  stage: Stage
  tools: DoorTools
  /** One person a role. */
  people: Record<Role, Actor>
  tool(name: string): Tool
  call(name: string, input: unknown, by: Role, overrides?: Partial<ToolContext>): Promise<Answer>
  close(): Promise<void>
}

interface Answer {
  output: Record<string, unknown>
  facts: { id: string; text: string }[]
  receipt: string
}

export async function openDoorway(door: Door = 'mcp'): Promise<Doorway> {
  const stage = await openStage()
  await setTestMode(stage, 'message', 'assisted')
  const config = {
    dataDir: stage.dataDir,
    smtpUrl: undefined,
    mailFrom: 'Success <success@crew.invalid>',
    languageModel: undefined,
  }
  const tools = await openDoorTools({ crew: stage.crew, config })
  const people = Object.fromEntries(
    await Promise.all(roles.map(async (role) => [role, await personOf(stage, role)] as const)),
  ) as Record<Role, Actor>
  const tool = (name: string): Tool => {
    const found = tools.find(name)
    if (!found) throw new Error(`there is no tool ${name}`)
    return found
  }
  return {
    stage,
    tools,
    people,
    tool,
    call: async (name, input, by, overrides = {}) =>
      runTool(tool(name), input, await stage.context({ actor: people[by], door, ...overrides })),
    close: async () => {
      await tools.close()
      await stage.close()
    },
  }
}

async function personOf({ db }: Stage, role: Role): Promise<Actor> {
  const id = uuidv7()
  const name = `${role.slice(0, 1).toUpperCase()}${role.slice(1)} Person`
  await db.sql`insert into people (venture_id, id, name, email)
    values (${db.ventureId}, ${id}, ${name}, ${`${role}@people.invalid`})`
  await db.sql`insert into people_roles (venture_id, person_id, role) values (${db.ventureId}, ${id}, ${role})`
  return { kind: 'person', id, name, roles: [role] }
}

const SAID_AT = new Date('2026-02-27T10:00:00Z')

/** A customer of this name, with an open ticket and a text that people wrote. */
export async function addTalkingCustomer(
  { db }: Stage,
  customer: { name: string; email?: string; ticket: string; words: string },
): Promise<string> {
  const { id } = await addCustomer(db, { name: customer.name, ...(customer.email ? { email: customer.email } : {}) })
  const { sql, ventureId } = db
  const ticket = uuidv7()
  const recordedAt = new Date('2026-03-01T00:00:00Z')
  await sql`insert into support_tickets (venture_id, id, customer_id, source, external_id, opened_at, recorded_at)
    values (${ventureId}, ${ticket}, ${id}, 'test', ${ticket}, ${SAID_AT}, ${recordedAt})`
  await sql`insert into support_ticket_versions (venture_id, ticket_id, customer_id, valid_from, recorded_at, status,
      subject, is_escalated)
    values (${ventureId}, ${ticket}, ${id}, ${SAID_AT}, ${recordedAt}, 'open', ${customer.ticket}, true)`
  await sql`insert into feedback (venture_id, id, customer_id, source, origin, external_id, occurred_at, body, recorded_at)
    values (${ventureId}, ${uuidv7()}, ${id}, 'test', 'survey_comment', ${uuidv7()}, ${SAID_AT}, ${customer.words},
      ${recordedAt})`
  await embedFeedback(db, hashingEmbedder)
  return id
}
