/** One declaration a capability; the agents' tool, the MCP tool, the commands, the audit and the receipt come from it. */
import type { z } from 'zod'
import type { AsOf, VentureDb } from '../db/venture-db.ts'
import type { Fact, FactDraft } from './facts.ts'
import type { Embedder } from './feedback/embedder.ts'
import type { Capability, Role } from './role-matrix.ts'
import type { Settings } from './settings/settings.ts'

/** read: computes only. propose: files something a person will decide. act: changes the venture's data or the world. */
export const effects = ['read', 'propose', 'act'] as const
type Effect = (typeof effects)[number]

/** Where a call comes from; what a decision and the ledger say about how it was made. */
export type Door = 'cli' | 'mcp' | 'slack' | 'dashboard'

/** How far long work is: `done` of `total` pieces, and what is being done, for people. */
export interface Progress {
  done: number
  total?: number
  message: string
}

/** Who calls. A person was authenticated; an agent or the system works under the run that started it. */
export interface Actor {
  kind: 'person' | 'agent' | 'system'
  /** A person's uuid, or the name of the agent or of the part of the system (`campaign_agent`, `schedule`). */
  id: string
  name: string
  roles: readonly Role[]
}

export interface Venture {
  id: string
  slug: string
  name: string
  /** ISO 4217; every `*Minor` amount is in its minor unit. */
  currency: string
  timeZone: string
  /** True for the sample; every output says so. */
  simulated: boolean
}

/** What this process works with, for people to see. */
interface Installation {
  database: 'server' | 'embedded'
  /** `offline`, or the language model's name. */
  writer: string
}

export interface ToolContext extends AsOf {
  db: VentureDb
  venture: Venture
  actor: Actor
  settings: Settings
  settingsVersion: number
  /** The moment of the call, passed in so that a test or a replay can fix it. */
  now: Date
  /** Signs the ledger's rows and hashes withheld fields; lies outside the database. */
  ledgerKey: Buffer
  /** Where incidents are logged and ledger heads are kept. */
  dataDir: string
  /** Turns what is searched for into a vector; the one the feedback was embedded with. */
  embedder: Embedder
  installation: Installation
  runId?: string
  /** Undefined for jobs and agents, which come through none. */
  door?: Door
  /** Aborted when the caller asks to stop: long work then ends at its next safe point. A caller who merely left aborts nothing. */
  signal?: AbortSignal
  onProgress?(progress: Progress): void
  /** Set by a replay: everything is computed from source rows, and nothing that a refresh stored is believed. */
  fromFacts?: true
}

export interface ToolResult<Output> {
  output: Output
  facts: FactDraft[]
  /** Source rows behind the result; 0 means no data, which is not the number 0. */
  rowCount: number
}

export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  /** `verb_noun`, and the file's name with dashes. */
  name: string
  title: string
  /** What a model needs to choose it: what comes back, when to use it, when not. */
  description: string
  effect: Effect
  /** What its caller must be allowed to do; `role-matrix.ts` says who is. */
  capability: Capability
  input: Input
  output: Output
  /** True when the result holds people's names, addresses or words: each call then leaves a row in the ledger. */
  readsPersonalData?: boolean
  /**
   * Names of input and output fields that hold personal text or secrets. The receipt keeps a keyed hash in their place:
   * replay can still compare them, and deleting the row they came from deletes them.
   */
  withheldFields?: readonly string[]
  /**
   * Set where the result holds a secret that is shown once: the command of a terminal that makes it. A door whose messages
   * others read, or that are kept, refuses the tool and names the command.
   */
  answersSecret?: string
  /** True when a door that shows only the most useful tools shows it; every tool can be called all the same. */
  isCurated?: true
  /**
   * What a door may tell about a change before it is made. Without it a change counts as the most careful reader would
   * have it: it replaces what was there, twice is not the same as once, and nothing leaves the venture.
   */
  hints?: {
    /** Only adds; nothing that was there is replaced or ended. */
    isAdditive?: true
    /** The same call again changes nothing more. */
    isRepeatable?: true
    /** Something may leave the venture: mail, a message, a call of another system. */
    reachesOutside?: true
  }
  /** False for a read whose result people change (proposals, tasks): there is nothing in source rows to replay. */
  replayable?: false
  run(input: z.output<Input>, context: ToolContext): Promise<ToolResult<z.input<Output>>>
}

/** What `runTool` answers: the parsed output, its facts with ids, and the receipt to open. */
export interface ToolAnswer<Output> {
  output: Output
  facts: Fact[]
  /** `R-1042` */
  receipt: string
  receiptId: string
}

/** Checks at compile time that `run` fits the schemas; returns the tool as given. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool
}
