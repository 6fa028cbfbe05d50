/** What every agent of a run is given beside the customers: the day, the writer, and the facts about the whole. */
import type { Actor } from '../tools/define-tool.ts'
import type { Fact, FactSubject } from '../tools/facts.ts'
import type { TextRules } from './check-text.ts'
import { type CustomerCase, subjectsOf } from './customer-case.ts'
import type { Writer } from './writer.ts'

/** Facts about the venture as a whole, by what they are about; each is one tool's answer. */
export interface Figures {
  health: readonly Fact[]
  atRisk: readonly Fact[]
  revenue: readonly Fact[]
  churn: readonly Fact[]
  feedback: readonly Fact[]
}

export interface RunView {
  asOf: string
  venture: { id: string; name: string }
  writer: Writer
  figures: Figures
  cases: readonly CustomerCase[]
}

export type AgentName = 'health_analyst' | 'churn_predictor' | 'campaign_agent' | 'insights_writer'

/** Who a tool's receipt names. An agent reads and proposes; no role of an agent decides. */
export function agentActor(name: AgentName): Actor {
  const title = name.replace('_', ' ')
  return { kind: 'agent', id: name, name: `The ${title}`, roles: ['analyst'] }
}

/** Every fact of the run, by id: what the check of a text can know. */
export function knownFacts({ figures, cases }: Pick<RunView, 'figures' | 'cases'>): Map<string, Fact> {
  const facts = [...Object.values<readonly Fact[]>({ ...figures }).flat(), ...cases.flatMap((each) => each.facts)]
  return new Map(facts.map((fact) => [fact.id, fact]))
}

/** The facts about the venture itself: not about its segments, nor about customers that a list names. */
export function ventureFacts({ figures }: Pick<RunView, 'figures'>): Fact[] {
  return Object.values<readonly Fact[]>({ ...figures })
    .flat()
    .filter(({ subject }) => subject.kind === 'venture')
}

function ventureOf({ venture }: Pick<RunView, 'venture'>): FactSubject {
  return { kind: 'venture', id: venture.id, name: venture.name }
}

/** Rules for a text about the venture as a whole. */
export function rulesForVenture(view: RunView, known: ReadonlyMap<string, Fact>): TextRules {
  const otherNames = view.cases.map(({ customer }) => customer.name)
  return { facts: known, subjects: [ventureOf(view)], asOf: view.asOf, otherNames, mustCite: true }
}

/** Rules for a text about one customer: its facts, and nobody else's. */
export function rulesForCase(view: RunView, known: ReadonlyMap<string, Fact>, of: CustomerCase): TextRules {
  const otherNames = view.cases.filter((each) => each !== of).map(({ customer }) => customer.name)
  return {
    facts: known,
    subjects: subjectsOf(of),
    asOf: view.asOf,
    otherNames: otherNames.filter((name) => name !== of.customer.name),
    mustCite: true,
  }
}
