/** Who can read a channel. */
import type { webApi } from '@slack/bolt'

const KEPT_MS = 60_000
const MOST_CHANNELS = 5_000

/**
 * True for a direct message and for a private channel of this workspace alone. False for everything else, and where Slack
 * does not say: what is not known to be private is treated as public.
 */
export function openChannelPrivacy(client: webApi.WebClient): (channel: string) => Promise<boolean> {
  const known = new Map<string, { isPrivate: boolean; readAt: number }>()
  return async (channel) => {
    const kept = known.get(channel)
    if (kept && Date.now() - kept.readAt < KEPT_MS) return kept.isPrivate
    try {
      const { channel: read } = await client.conversations.info({ channel })
      const isShared = read?.is_ext_shared === true || read?.is_org_shared === true || read?.is_shared === true
      const isClosed = read?.is_im === true || read?.is_mpim === true || read?.is_private === true
      const isPrivate = isClosed && !isShared
      known.delete(channel)
      known.set(channel, { isPrivate, readAt: Date.now() })
      if (known.size > MOST_CHANNELS) known.delete(known.keys().next().value ?? '')
      return isPrivate
    } catch {
      // Not kept: the next look may know.
      return false
    }
  }
}
