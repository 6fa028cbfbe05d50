/** What every command shares: its common options, an opened crew, and closing it whatever happens. */
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { type Crew, localOperator, openCrew, type Premises } from '../tools/open-crew.ts'
import { createOutput, type Output } from './output.ts'

export interface CommonOptions {
  json?: boolean
  venture?: string
  asOf?: string
  /** For log in and out, where the kept token must not be asked for. */
  asActor?: 'nobody'
}

/** A command with `--json` and `--venture`. */
export function crewCommand(nameAndArguments: string, description: string): Command {
  return new Command(nameAndArguments)
    .description(description)
    .option('--venture <name>', 'which venture, when there are several')
    .option('--json', 'one JSON document on stdout and nothing else')
}

/** A command that looks at a day, with `--as-of` too. */
export function datedCommand(nameAndArguments: string, description: string): Command {
  return crewCommand(nameAndArguments, description).option(
    '--as-of <day>',
    'as of the end of this UTC day (default: today; for the sample, its newest day)',
    parseDay,
  )
}

/** Opens the venture, runs `work`, closes the database. What `work` throws becomes the exit status in `main`. */
export async function withCrew(
  options: CommonOptions,
  work: (crew: Crew, out: Output, config: Config) => Promise<void>,
): Promise<void> {
  const config = readConfig()
  const out = createOutput(options)
  const crew = await openVenture(config, options)
  try {
    await work(crew, out, config)
  } finally {
    await crew.close()
  }
}

/**
 * The sample ends on the day it was made, so its default day is its newest one, also when a newer one is sent to it while
 * it is open; real data is looked at as of today.
 */
export async function openVenture(config: Config, options: CommonOptions, premises?: Premises): Promise<Crew> {
  const named = {
    ...(premises ? { premises } : {}),
    ...(options.asActor === 'nobody' ? { actor: localOperator } : {}),
    ...(options.venture === undefined ? {} : { venture: options.venture }),
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
  }
  const crew = await openCrew(config, named)
  if (options.asOf !== undefined || !crew.venture.simulated) return crew
  return {
    ...crew,
    context: async (overrides) => {
      const newestDay = await crew.latestDataOn()
      return crew.context({ ...(newestDay === undefined ? {} : { asOf: newestDay }), ...overrides })
    },
  }
}

/** Old data looked at as of today shows everyone as gone: says so, with the day to use instead. */
export async function hintOldData(crew: Crew, out: Output, asOf: string): Promise<void> {
  const newestDay = await crew.latestDataOn()
  if (newestDay === undefined) return
  const age = (Date.parse(asOf) - Date.parse(newestDay)) / 86_400_000
  if (age > 7)
    out.note(
      `The newest data is of ${newestDay}, ${age} days before ${asOf}. Add --as-of ${newestDay} to look at it then.`,
    )
}

/** Where this venture's Chairman finds the token, as it can be typed here; undefined when it was made elsewhere. */
export function chairmanTokenFile({ dataDir, venture }: Crew): string | undefined {
  const own = [`chairman-${venture.slug}.token`, 'chairman.token'].map((name) => join(dataDir, name)).find(existsSync)
  return own === undefined ? undefined : typedPath(own)
}

/** A path as short as it can be typed in this folder, quoted where it must be. */
export function typedPath(path: string): string {
  const near = relative(process.cwd(), path)
  const shorter = near.startsWith('..') ? path : near
  return /^[\w./@:+-]+$/.test(shorter) ? shorter : `'${shorter.replaceAll("'", `'\\''`)}'`
}

export function parseDay(value: string): string {
  const at = new Date(`${value}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(at.getTime()) || !at.toISOString().startsWith(value)) {
    throw new InvalidArgumentError('Give a day as 2024-12-31.')
  }
  return value
}

export function parseCount(low: number, high: number): (value: string) => number {
  return (value) => {
    const parsed = Number(value)
    if (!Number.isInteger(parsed) || parsed < low || parsed > high) {
      throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`)
    }
    return parsed
  }
}

export function parseAmount(low: number, high: number): (value: string) => number {
  return (value) => {
    const parsed = Number(value)
    if (value.trim() === '' || !(parsed >= low && parsed <= high)) {
      throw new InvalidArgumentError(`Give a number from ${low} to ${high}.`)
    }
    return parsed
  }
}
