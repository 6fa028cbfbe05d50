/**
 * Who listens to what. The one backend listens to everything any client asked for and hands every notification to
 * whoever happens to be reading; this table brings each to the clients that listen and to nobody else.
 */
import type { ListenAction } from './statement-scan.ts'

export class ListenerTable<Client> {
  readonly #channels = new Map<string, Set<Client>>()

  listeners(channel: string): ReadonlySet<Client> {
    return this.#channels.get(channel) ?? new Set()
  }

  /**
   * Applies what a committed transaction of `client` listened to and left.
   * Returns the SQL that brings the backend back in line: it has left channels for all when one client left them.
   */
  apply(client: Client, actions: readonly ListenAction[]): string {
    const touched = new Set<string>()
    for (const action of actions) {
      if ('listen' in action) {
        this.#add(client, action.listen)
        continue
      }
      for (const channel of 'unlisten' in action ? [action.unlisten] : [...this.#channels.keys()]) {
        this.#channels.get(channel)?.delete(client)
        touched.add(channel)
      }
    }
    return [...touched]
      .filter((channel) => this.listeners(channel).size > 0)
      .map((channel) => `LISTEN ${quoted(channel)}`)
      .join(';')
  }

  /** Forgets a client that left. Returns the SQL that leaves the channels nobody listens to any more. */
  remove(client: Client): string {
    const left: string[] = []
    for (const [channel, clients] of this.#channels) {
      if (!clients.delete(client) || clients.size > 0) continue
      this.#channels.delete(channel)
      left.push(`UNLISTEN ${quoted(channel)}`)
    }
    return left.join(';')
  }

  #add(client: Client, channel: string): void {
    const clients = this.#channels.get(channel)
    if (clients) clients.add(client)
    else this.#channels.set(channel, new Set([client]))
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
