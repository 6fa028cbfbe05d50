import { describe, expect, test } from 'vitest'
import { sessionEffects } from './statement-scan.ts'

const listens = (sql: string) => sessionEffects(sql)?.listens ?? []
const copyIn = (sql: string) => sessionEffects(sql)?.copyIn ?? null

describe('LISTEN', () => {
  test('is found behind comments and among other statements', () => {
    expect(
      listens("-- BullMQ's own comment; with a semicolon\n/* and /* a nested */ one */\nLISTEN bullmq_jobs;\n"),
    ).toEqual([{ listen: 'bullmq_jobs' }])
    expect(listens('SELECT 1; listen A; UNLISTEN "b""c"; UNLISTEN *')).toEqual([
      { listen: 'a' },
      { unlisten: 'b"c' },
      { unlistenAll: true },
    ])
  })

  test('is not seen in a literal, a quoted name or a function body', () => {
    expect(
      listens("SELECT '; LISTEN a'; SELECT E'\\'; LISTEN b'; SELECT $$; LISTEN c;$$; SELECT $x$; LISTEN d;$x$"),
    ).toEqual([])
    expect(listens('SELECT "; LISTEN a;"')).toEqual([])
  })
})

describe('COPY FROM STDIN', () => {
  test('is found with its format', () => {
    expect(copyIn('copy t (a, b) from stdin')).toMatchObject({ csv: null, header: false })
    expect(copyIn('/* x */ COPY t FROM STDIN WITH (FORMAT csv, HEADER true)')).toMatchObject({
      csv: { quote: '"', escapeWith: '"' },
      header: true,
    })
    expect(copyIn("COPY t FROM STDIN (FORMAT 'csv', HEADER off, QUOTE '''', ESCAPE '\\')")).toMatchObject({
      csv: { quote: "'", escapeWith: '\\' },
      header: false,
    })
    expect(copyIn('COPY t FROM STDIN WITH CSV HEADER')).toMatchObject({ csv: {}, header: true })
  })

  test('is not taken for what only looks like it', () => {
    expect(copyIn("COPY (SELECT 'copy t from stdin') TO STDOUT")).toBeNull()
    expect(copyIn("INSERT INTO copy VALUES ('from stdin')")).toBeNull()
    expect(copyIn('COPY "from stdin" TO STDOUT')).toBeNull()
  })

  test('is refused where it cannot be followed', () => {
    for (const sql of ['COPY t FROM STDIN (FORMAT binary)', 'COPY t FROM STDIN BINARY', 'COPY BINARY t FROM STDIN']) {
      expect(sessionEffects(sql)?.refusal).toMatch(/binary/)
    }
    expect(sessionEffects('BEGIN; COPY t FROM STDIN; COMMIT')?.refusal).toMatch(/only statement/)
  })
})

test('only settings that outlive their transaction count as changed', () => {
  const changes = (sql: string) => sessionEffects(sql)?.changesSettings ?? false
  expect(["SET TIME ZONE 'UTC'", 'RESET ALL', "SELECT set_config('a.b', 'c', false)"].map(changes)).toEqual([
    true,
    true,
    true,
  ])
  expect(['SET LOCAL work_mem = 1', 'UPDATE t SET a = 1', 'SET TRANSACTION READ ONLY'].map(changes)).toEqual([
    false,
    false,
    false,
  ])
})

test('what belongs to other clients is not dropped', () => {
  for (const sql of ['DISCARD ALL', 'deallocate all', 'DEALLOCATE PREPARE ALL']) {
    expect(sessionEffects(sql)?.refusal).toMatch(/other connections/)
  }
  expect(sessionEffects('DEALLOCATE mine')?.refusal).toBeNull()
})
