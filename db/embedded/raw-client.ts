/** For tests: node-postgres below its queries, to send what no query sends and to die as no client should. */
import { Socket } from 'node:net'
import type pg from 'pg'

export const socketOf = (client: pg.Client): Socket => {
  const { stream } = (client as unknown as { connection: { stream: unknown } }).connection
  if (!(stream instanceof Socket)) throw new Error('not a socket')
  return stream
}

/** What node-postgres calls on the query whose messages are sent by hand. */
export const ignoring = Object.fromEntries(
  ['CommandComplete', 'Error', 'ReadyForQuery', 'EmptyQuery', 'PortalSuspended', 'DataRow', 'RowDescription'].map(
    (event) => [`handle${event}`, () => undefined],
  ),
)
