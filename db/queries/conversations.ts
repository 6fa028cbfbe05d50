/** What somebody asked last, kept for a follow-up. */
import type { VentureDb } from '../venture-db.ts'

/** What was asked last in the asker's own conversation; undefined when it is over, another's, or never was. */
export async function readConversation(
  { sql, ventureId }: VentureDb,
  conversation: { id: string; asker: string; now: Date },
): Promise<unknown> {
  const [row] = await sql<{ asked: unknown }[]>`
    select asked from conversations where venture_id = ${ventureId} and id = ${conversation.id}
      and asker = ${conversation.asker} and expires_at > ${conversation.now}`
  return row?.asked
}

/** Begins a conversation or goes on with it, and forgets those of the venture that are over. */
export async function saveConversation(
  { sql, ventureId }: VentureDb,
  conversation: { id: string; asker: string; asked: string; now: Date; expiresAt: Date },
): Promise<void> {
  const { id, asker, asked, now, expiresAt } = conversation
  await sql`
    with forgotten as (delete from conversations where venture_id = ${ventureId} and expires_at <= ${now} and id <> ${id})
    insert into conversations (venture_id, id, asker, asked, created_at, last_asked_at, expires_at)
    values (${ventureId}, ${id}, ${asker}, ${asked}::text::jsonb, ${now}, ${now}, ${expiresAt})
    on conflict (venture_id, id) do update
      set asked = excluded.asked, turns = conversations.turns + 1, last_asked_at = excluded.last_asked_at,
        expires_at = excluded.expires_at
      where conversations.asker = excluded.asker`
}
