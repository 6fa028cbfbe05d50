/**
 * What may stand in a template or a prompt, offered while it is typed. A client asks with each letter, so these requests leave
 * no receipt, and one row in the ledger for a session: that names were offered to whom. What is made of a name is recorded.
 */
import { type CompleteRequest, type CompleteResult, ErrorCode } from '@modelcontextprotocol/sdk/types.js'
import { findCustomers } from '../tools/customers/find-customers.ts'
import { dashboards } from '../tools/dashboards/get-dashboard.ts'
import type { Actor, ToolContext } from '../tools/define-tool.ts'
import { lookUp, noteLookUps } from '../tools/look-up.ts'
import { listProposals } from '../tools/proposals/list-proposals.ts'
import { listReports } from '../tools/report/list-reports.ts'
import { parameterNames, snakeName } from '../tools/settings/parameters.ts'
import { argumentOf, monthsBefore } from './prompts.ts'
import { type Completable, variableOf } from './resources.ts'
import { RequestError } from './safe-errors.ts'
import type { SessionOptions } from './session-options.ts'

/** The protocol allows no more. */
const MOST_VALUES = 100

export interface Offering {
  session: SessionOptions
  /** Whether the ledger has heard of it. */
  isNoted: boolean
}

export async function complete(
  offering: Offering,
  actor: Actor,
  { ref, argument }: CompleteRequest['params'],
): Promise<CompleteResult> {
  const asked = ref.type === 'ref/prompt' ? argumentOf(ref.name, argument.name) : variableOf(ref.uri)
  if (asked === undefined || asked !== argument.name) {
    throw new RequestError(ErrorCode.InvalidParams, 'No prompt or resource template has this argument')
  }
  const values = await valuesOf(offering, actor, asked, argument.value.trim().slice(0, 200))
  return {
    completion: { values: values.slice(0, MOST_VALUES), total: values.length, hasMore: values.length > MOST_VALUES },
  }
}

async function valuesOf(
  offering: Offering,
  actor: Actor,
  asked: Completable,
  typed: string,
): Promise<readonly string[]> {
  const context = await offering.session.crew.context({ actor, door: 'mcp' })
  if (recorded.has(asked)) await noteOnce(offering, context)
  const startingSo = (values: readonly string[]) =>
    values.filter((value) => value.toLowerCase().startsWith(typed.toLowerCase()))
  switch (asked) {
    case 'customer': {
      const output = await lookUp(findCustomers, { text: typed }, context)
      return namesToType(output.customers)
    }
    case 'run': {
      const output = await lookUp(listReports, { limit: 50 }, context)
      return startingSo(output.reports.map(({ runId }) => runId))
    }
    case 'proposal': {
      const output = await lookUp(listProposals, { limit: MOST_VALUES }, context)
      return startingSo(output.proposals.map(({ proposal }) => proposal))
    }
    case 'parameter':
      return startingSo(parameterNames.map(snakeName))
    case 'dashboard':
      return startingSo(dashboards)
    case 'month':
      return startingSo(monthsBefore(context.asOf, 12))
    case 'receipt':
      return []
  }
}

/** What the venture's own records are asked for; the others are the same for everyone. */
const recorded: ReadonlySet<Completable> = new Set(['customer', 'run', 'proposal'])

async function noteOnce(offering: Offering, context: ToolContext): Promise<void> {
  if (offering.isNoted) return
  offering.isNoted = true
  await noteLookUps(context).catch((error: unknown) => {
    offering.isNoted = false
    throw error
  })
}

/** The name where it says who is meant, else the external id. */
function namesToType(customers: readonly { externalId: string; name: string }[]): string[] {
  return customers.map(({ externalId, name }) =>
    customers.filter((other) => other.name.toLowerCase() === name.toLowerCase()).length > 1 ? externalId : name,
  )
}
