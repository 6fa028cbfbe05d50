/** What the evals of the agents share: the run that is judged, the sample's database, and how a case is scored. */
import * as ls from 'langsmith/vitest'
import { expect, inject } from 'vitest'
import { readConfig } from '../config.ts'
import type { CrewRunResult } from '../graphs/crew/run-crew.ts'
import type { Fact } from '../tools/facts.ts'
import { type Crew, localOperator, openCrew } from '../tools/open-crew.ts'
import { sampleDay } from './sample-day.ts'

export interface Bench {
  crew: Crew
  run: CrewRunResult
}

let opened: Promise<Bench> | undefined

/** The finished offline run and the venture it looked at; opened once a file. */
export function bench(): Promise<Bench> {
  opened ??= open()
  return opened
}

async function open(): Promise<Bench> {
  const config = readConfig({ DATABASE_URL: inject('databaseUrl'), CREW_DATA_DIR: inject('sampleDataDir') })
  const crew = await openCrew(config, { asOf: sampleDay, actor: localOperator })
  return { crew, run: JSON.parse(inject('crewRun')) as CrewRunResult }
}

export async function closeBench(): Promise<void> {
  await (await opened)?.crew.close()
}

/** One comparison: what the agent said and what code says is right. */
interface Verdict {
  said: unknown
  right: unknown
}

export interface AgentCase {
  name: string
  judge(bench: Bench): Promise<Verdict> | Verdict
}

/** A suite of cases; each must hold whole, for a number that is nearly right is wrong. */
export function agentEval(agent: string, cases: readonly AgentCase[]): void {
  ls.describe(agent, () => {
    for (const { name, judge } of cases) {
      ls.test(name, { inputs: { case: name }, referenceOutputs: {} }, async () => {
        const { said, right } = await judge(await bench())
        const holds = isEqual(said, right)
        ls.logOutputs({ said: brief(said) })
        ls.logFeedback({ key: 'holds', score: holds ? 1 : 0 })
        expect(said).toEqual(right)
      })
    }
  })
}

function isEqual(said: unknown, right: unknown): boolean {
  return JSON.stringify(said) === JSON.stringify(right)
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** The value of the fact of this key among those that a text cites; undefined when it cites none. */
export function cited({ facts }: { facts: readonly Fact[] }, key: string): Fact['value'] | undefined {
  return facts.find(({ id }) => id.slice(id.indexOf('.') + 1) === key)?.value
}
