/** Raises an alert: once a cause, with where it goes. Handing it over is `dispatchAlerts`. */
import { uuidv7 } from 'uuidv7'
import { alertOwners, alertsByCause, insertAlerts, type NewAlert } from '../../db/queries/alerts.ts'
import type { ToolContext } from '../define-tool.ts'
import type { Fact } from '../facts.ts'
import { appendLedgerRows } from '../ledger/append-ledger.ts'
import { factIdsIn } from '../report/fact-text.ts'
import { type AlertKind, alertLabel, alertRoutes, escalatesAt } from './alert-kinds.ts'

const MINUTE = 60_000
/** Rows a statement; a storm of any size is raised in pieces of one transaction. */
const PIECE = 1_000

/** A fact of an alert; `isPersonal` keeps it out of channels that several people read. */
export type AlertFact = Fact & { isPersonal?: true }

export interface AlertInput {
  kind: AlertKind
  /** What counts as the same cause: a second alert of this kind and key is the first one. */
  causeKey: string
  customerId: string | null
  /** One line. May refer to facts as `{{fact:id}}`, like `body`. */
  title: string
  body: string
  facts: readonly AlertFact[]
  /** By default the customer's expected loss or ARR among the facts; ranks a storm. */
  moneyAtStakeMinor?: number
}

export interface RaisedAlert {
  outcome: 'raised' | 'already_raised'
  id: string
  number: number
  /** `A-101` */
  label: string
}

type RaisingContext = Pick<ToolContext, 'db' | 'settings' | 'actor' | 'now' | 'ledgerKey' | 'runId'>

/** Raises it, or returns the one of that cause. Throws when a text refers to a fact that is not among `facts`. */
export async function raiseAlert(context: RaisingContext, input: AlertInput): Promise<RaisedAlert> {
  const [raised] = await raiseAlerts(context, [input])
  if (!raised) throw new Error('an alert was raised and is not there')
  return raised
}

/** The same for many, in one transaction; the answers are in the order given. */
export async function raiseAlerts(context: RaisingContext, inputs: readonly AlertInput[]): Promise<RaisedAlert[]> {
  for (const input of inputs) checkFacts(input)
  const answers: RaisedAlert[] = []
  await context.db.transaction(async (db) => {
    const mine = { ...context, db }
    for (let start = 0; start < inputs.length; start += PIECE) {
      answers.push(...(await raisePiece(mine, inputs.slice(start, start + PIECE))))
    }
    const raised = answers.flatMap((answer, index) => {
      const input = inputs[index]
      return answer.outcome === 'raised' && input ? [{ answer, input }] : []
    })
    await appendLedgerRows(
      db,
      context.ledgerKey,
      raised.map(({ answer, input }) => ({
        event: 'alert.raised',
        actor: context.actor,
        at: context.now,
        ids: {
          alertId: answer.id,
          ...(input.customerId ? { customerId: input.customerId } : {}),
          ...(context.runId ? { runId: context.runId } : {}),
        },
        detail: { number: answer.number, kind: input.kind },
      })),
    )
  })
  return answers
}

async function raisePiece(context: RaisingContext, inputs: readonly AlertInput[]): Promise<RaisedAlert[]> {
  const { db } = context
  const customerIds = inputs.flatMap(({ customerId }) => (customerId === null ? [] : [customerId]))
  const owners = new Map((await alertOwners(db, customerIds)).map((row) => [row.customerId, row.ownerEmail]))
  const alerts = inputs.map((input) => newAlert(context, input, owners.get(input.customerId ?? '') ?? null))
  const raised = new Set(await insertAlerts(db, alerts))
  const standing = new Map((await alertsByCause(db, inputs)).map((row) => [causeOf(row), row]))
  return inputs.map((input) => {
    const row = standing.get(causeOf(input))
    if (!row) throw new Error('an alert was raised and is not there')
    // The first of several inputs about one cause raised it; for the others it was raised already.
    const outcome = raised.delete(row.id) ? 'raised' : 'already_raised'
    return { outcome, id: row.id, number: row.number, label: alertLabel(row.number) }
  })
}

function newAlert({ settings, actor, now }: RaisingContext, input: AlertInput, owner: string | null): NewAlert {
  const route = alertRoutes[input.kind]
  const delayMinutes = input.kind === 'critical_customer' ? settings.criticalAlertDelayMinutes : 0
  const dueAt = new Date(now.getTime() + delayMinutes * MINUTE)
  return {
    id: uuidv7(),
    kind: input.kind,
    causeKey: input.causeKey,
    customerId: input.customerId,
    title: input.title,
    body: input.body,
    facts: input.facts,
    severity: route.severity,
    moneyAtStakeMinor: input.moneyAtStakeMinor ?? moneyOf(input),
    raisedBy: `${actor.kind}:${actor.id}`,
    raisedAt: now,
    deliverAfter: dueAt,
    escalatesAt: escalatesAt(input.kind, 1, { settings, dueAt }),
    destinations: distinct(route.to({ settings, owner })),
  }
}

/** Two settings may name one channel; it still hears of an alert once. */
export function distinct<Each extends { medium: string; recipient: string }>(destinations: readonly Each[]): Each[] {
  return [...new Map(destinations.map((each) => [`${each.medium}:${each.recipient}`, each])).values()]
}

function moneyOf({ customerId, facts }: AlertInput): number {
  for (const metric of ['expected_loss', 'arr']) {
    const found = facts.find((each) => each.metric === metric && each.subject.id === customerId)
    if (typeof found?.value === 'number') return Math.max(0, found.value)
  }
  return 0
}

function causeOf({ kind, causeKey }: { kind: string; causeKey: string }): string {
  return `${kind} ${causeKey}`
}

function checkFacts({ kind, title, body, facts }: AlertInput): void {
  const known = new Set(facts.map(({ id }) => id))
  const missing = factIdsIn(`${title}\n${body}`).find((id) => !known.has(id))
  if (missing !== undefined) throw new Error(`a text of ${kind} refers to fact ${missing}, which it does not carry`)
}
