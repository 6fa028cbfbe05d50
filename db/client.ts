/** The one postgres.js client factory: parsers, names and limits are set here and nowhere else. */
import postgres from 'postgres'

interface ParsedTypes extends Record<string, unknown> {
  bigint: number
  date: string
}
export type Sql = postgres.Sql<ParsedTypes>
/** What a query needs: the pool or one transaction of it. */
export type Queryable = postgres.ISql<ParsedTypes>

const BIGINT = 20
const DATE = 1082

/**
 * A pool of at most `max` connections. Rows come with camelCase names; bigint and count as a safe number or an error,
 * numeric as a string, date as `YYYY-MM-DD` (a Date would show the day before west of Greenwich), timestamptz as Date.
 */
export function createClient(url: string, options: { max?: number; applicationName?: string } = {}): Sql {
  return postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    connection: {
      application_name: options.applicationName ?? 'customer-success-crew',
      // Days are UTC days: a date compared with an instant is midnight in the session's zone.
      TimeZone: 'UTC',
      // Compiling the score statement takes 0.5 s, and running it compiled saves none of it.
      jit: 'off',
      // Figures over a million customers are hashed in memory; in the usual 4 MB they are written to disk and read again.
      work_mem: '64MB',
    },
    onnotice: () => {},
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    types: {
      bigint: {
        to: BIGINT,
        from: [BIGINT],
        serialize: (value: number) => String(value),
        parse: (value: string): number => {
          const parsed = Number(value)
          if (!Number.isSafeInteger(parsed)) throw new RangeError(`bigint ${value} is beyond 2^53`)
          return parsed
        },
      },
      date: { to: DATE, from: [DATE], serialize: (value: string) => value, parse: (value: string): string => value },
    },
  })
}
