/**
 * A mapping: a short YAML file that says which file and column feeds which field. It is checked whole before anything
 * is read, and every problem is named at once with its line.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { IANAZone } from 'luxon'
import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import type { ImportEntity } from '../../db/queries/import/staging.ts'
import { UserError } from '../../errors.ts'
import { fields, usageOwners } from './fields.ts'
import { nearest } from './nearest.ts'
import { formatProblem } from './read-date.ts'

const constant = z.union([z.string(), z.number(), z.boolean()])
const dateFormat = z.union([z.string(), z.array(z.string()).min(1)])

/** Where a field comes from: a column's name; a column and how to read it; or one value for every row. */
const fieldSource = z.union(
  [
    z.string().min(1),
    z.strictObject({
      column: z.string().min(1),
      /** Replaces what the file says; null means empty. Values not listed are read as they are. */
      values: z.record(z.string(), constant.nullable()).optional(),
      date_format: dateFormat.optional(),
      /** True for a column that some files lack. */
      optional: z.boolean().optional(),
    }),
    z.strictObject({ value: constant }),
  ],
  { error: 'must be a column name, { column: …, values: …, date_format: …, optional: … } or { value: … }' },
)

const mappingSchema = z.strictObject({
  /** Names whose ids these are; the same source's files may refer to each other's rows for ever. */
  source: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be lower case letters, digits, - and _'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a three-letter currency code such as USD')
    .optional(),
  /** Units of the venture's currency for one unit of the key's. */
  rates: z.record(z.string().regex(/^[A-Z]{3}$/), z.number().positive()).optional(),
  /** Luxon tokens, as in dd-MM-yyyy; several may be given. ISO 8601 needs none. */
  date_format: dateFormat.optional(),
  time_zone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'is not a time zone; use one such as Europe/Berlin or UTC')
    .optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  files: z.record(z.string(), z.record(z.string(), z.record(z.string(), fieldSource))),
})

/** As a person writes it; `importFiles` takes the same as an object. */
export type Mapping = z.input<typeof mappingSchema>
export type FieldSource = z.infer<typeof fieldSource>

/** What one file feeds. */
export type FileMapping = Partial<Record<ImportEntity, Record<string, FieldSource>>>
export interface CheckedMapping extends Omit<z.infer<typeof mappingSchema>, 'files'> {
  files: Record<string, FileMapping>
}

interface Problem {
  path: (string | number)[]
  message: string
  fix: string
}

/** Reads and checks a mapping: a path to a YAML file, or the mapping itself. Throws UserError naming every problem. */
export async function readMapping(mapping: string | Mapping): Promise<CheckedMapping> {
  if (typeof mapping !== 'string') return checked(mapping, 'mapping', () => undefined)
  const name = basename(mapping)
  const text = await readFile(mapping, 'utf8').catch(() => {
    throw new UserError({
      code: 'not_found',
      message: `The mapping ${mapping} cannot be read.`,
      field: 'mapping',
      value: mapping,
      fix: 'Give the path of a mapping file; sample/mappings/ has examples.',
    })
  })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    throw new UserError({
      code: 'invalid_input',
      message: `${name}:${lines.linePos(broken.pos[0]).line}: not valid YAML: ${broken.message.split('\n')[0]}`,
      field: 'mapping',
      value: mapping,
      fix: 'Correct that line.',
    })
  }
  return checked(document.toJS(), name, (path) => lineOf(document.contents, path, lines))
}

function checked(
  input: unknown,
  name: string,
  line: (path: (string | number)[]) => number | undefined,
): CheckedMapping {
  const parsed = mappingSchema.safeParse(input)
  const problems = parsed.success
    ? vocabularyProblems(parsed.data)
    : parsed.error.issues.map((issue) => schemaProblem(issue))
  if (problems.length > 0 || !parsed.success) {
    const [first] = problems
    throw new UserError({
      code: 'invalid_input',
      message: problems
        .map(
          ({ path, message }) =>
            `${name}${line(path) ? `:${line(path)}` : ''}: ${path.join(' → ') || 'mapping'}: ${message}.`,
        )
        .join('\n'),
      field: first?.path.join('.') ?? 'mapping',
      fix: [...new Set(problems.map((problem) => problem.fix))].slice(0, 3).join(' '),
    })
  }
  return parsed.data as CheckedMapping
}

function schemaProblem(issue: z.core.$ZodIssue): Problem {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    const meant = path.length === 0 ? nearest(key, Object.keys(mappingSchema.shape)) : undefined
    return {
      path: [...path, key],
      message: 'is not a setting of a mapping',
      fix: meant ? `Did you mean ${meant}?` : 'Remove it.',
    }
  }
  const missing = issue.code === 'invalid_type' && issue.message.includes('undefined')
  return {
    path,
    message: missing ? 'is missing' : issue.message,
    fix: missing ? `Add ${path.join('.')}.` : 'Correct it.',
  }
}

function vocabularyProblems(mapping: z.infer<typeof mappingSchema>): Problem[] {
  const problems = formatProblems(['date_format'], mapping.date_format)
  for (const [file, entities] of Object.entries(mapping.files)) {
    for (const [entity, columns] of Object.entries(entities)) {
      const path = ['files', file, entity]
      const known = fields[entity as ImportEntity]
      if (!known) {
        problems.push({
          path,
          message: `is not something that can be imported (${Object.keys(fields).join(', ')})`,
          fix: `Did you mean ${nearest(entity, Object.keys(fields))}?`,
        })
        continue
      }
      problems.push(...fieldProblems(path, entity as ImportEntity, columns))
    }
  }
  return problems
}

function fieldProblems(path: string[], entity: ImportEntity, columns: Record<string, FieldSource>): Problem[] {
  const known = fields[entity]
  const problems: Problem[] = []
  for (const [name, from] of Object.entries(columns)) {
    const field = known[name]
    if (!field) {
      problems.push({
        path: [...path, name],
        message: `is not a field of ${entity} (${Object.keys(known).join(', ')})`,
        fix: `Did you mean ${nearest(name, Object.keys(known))}?`,
      })
    } else if (typeof from === 'object' && 'date_format' in from) {
      problems.push(...formatProblems([...path, name, 'date_format'], from.date_format))
    }
  }
  for (const [name, field] of Object.entries(known)) {
    if (field.required && !(name in columns)) {
      problems.push({ path, message: `lacks the required field ${name}`, fix: `Say which column is ${name}.` })
    }
  }
  if (entity === 'usage' && !usageOwners.some((name) => name in columns)) {
    problems.push({ path, message: 'does not say whose usage it is', fix: `Map one of ${usageOwners.join(', ')}.` })
  }
  return problems
}

function formatProblems(path: string[], formats: string | string[] | undefined): Problem[] {
  return [formats ?? []].flat().flatMap((format) => {
    const problem = formatProblem(format)
    return problem
      ? [{ path, message: `${format} ${problem}`, fix: 'Write the format in full, as in dd-MM-yyyy HH:mm.' }]
      : []
  })
}

/** The line of the deepest part of `path` that the document has. */
function lineOf(contents: Node | null, path: (string | number)[], lines: LineCounter): number | undefined {
  let node: unknown = contents
  let offset: number | undefined
  for (const part of path) {
    if (!isMap(node)) break
    const pair = node.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
    )
    if (!pair || !isScalar(pair.key)) break
    offset = pair.key.range?.[0]
    node = pair.value
  }
  return offset === undefined ? undefined : lines.linePos(offset).line
}

/**
 * The part of the mapping for a file: by its name, its name without `.gz`, its name without extensions, or a pattern
 * with `*`. Throws UserError when there is none, or several patterns fit.
 */
export function mappingOf(mapping: CheckedMapping, file: string): FileMapping {
  const name = basename(file)
  const unzipped = name.replace(/\.gz$/i, '')
  const stem = unzipped.replace(/\.[^.]+$/, '')
  const entries = Object.entries(mapping.files)
  const exact = [name, unzipped, stem].flatMap((known) => entries.filter(([pattern]) => pattern === known))[0]
  if (exact) return exact[1]
  const fitting = entries.filter(([pattern]) => pattern.includes('*') && globExpression(pattern).test(unzipped))
  const [only, second] = fitting
  if (only && !second) return only[1]
  throw new UserError({
    code: 'invalid_input',
    message: only
      ? `${name} fits several entries of the mapping: ${fitting.map(([pattern]) => pattern).join(', ')}.`
      : `The mapping does not say what ${name} is; it knows ${entries.map(([pattern]) => pattern).join(', ')}.`,
    field: 'files',
    value: name,
    fix: only
      ? 'Add an entry with the exact name.'
      : `Add it under files, or correct the name (nearest: ${
          nearest(
            stem,
            entries.map(([pattern]) => pattern),
          ) ?? 'none'
        }).`,
  })
}

function globExpression(pattern: string): RegExp {
  const parts = pattern
    .replace(/\.gz$/i, '')
    .split('*')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}
