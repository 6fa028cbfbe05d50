/** Who can read a channel. */
import type { webApi } from '@slack/bolt'
import { KeptFor } from './kept-for.ts'

/** `members`: a direct message, or a private channel of this workspace alone. */
type Readers = 'members' | 'workspace' | 'other_workspaces'

/** Throws as the client does, while Slack does not say. */
export type ReadersOf = (channel: string) => Promise<Readers>

export function openReadersOf(client: webApi.WebClient): ReadersOf {
  const known = new KeptFor<Readers>({ ms: 60_000, most: 5_000 })
  return async (channel) => {
    const kept = known.get(channel)
    if (kept) return kept
    const { channel: read } = await client.conversations.info({ channel })
    // One that waits for the other company to accept is theirs from one moment to the next.
    const isShared = [read?.is_shared, read?.is_ext_shared, read?.is_org_shared, read?.is_pending_ext_shared]
    const isClosed = [read?.is_im, read?.is_mpim, read?.is_private]
    const readers = isShared.includes(true) ? 'other_workspaces' : isClosed.includes(true) ? 'members' : 'workspace'
    known.set(channel, readers)
    return readers
  }
}
