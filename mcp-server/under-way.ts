/**
 * A request that is under way. It keeps its id and its place among those of its token until nobody works on it any more, also
 * when its client hung up, cancelled or ended the session: else whoever hangs up could have any number of calls worked on at
 * once, and a second request of the same id would get the answer of the first.
 */
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'

export interface UnderWay {
  /** The server has it: from now on not its client's leaving ends it. */
  take(): void
  /** Nobody listens any more. */
  leave(): void
  /** No answer will come: it was cancelled, or its session ended. */
  giveUp(): void
  answered(): void
  /** Counts as worked on until this settles. */
  during: During
  /** Called when it is over; at once if it is. */
  onOver(then: () => void): void
}

type During = <Result>(work: () => Promise<Result>) => Promise<Result>

export function beginRequest(): UnderWay {
  const listeners: (() => void)[] = []
  let isOver = false
  let isTaken = false
  let isGivenUp = false
  let running = 0
  const over = () => {
    if (isOver) return
    isOver = true
    for (const listener of listeners) listener()
  }
  return {
    take() {
      isTaken = true
    },
    leave() {
      if (!isTaken) over()
    },
    giveUp() {
      isGivenUp = true
      if (running === 0) over()
    },
    answered: over,
    async during(work) {
      running += 1
      try {
        return await work()
      } finally {
        running -= 1
        if (isGivenUp && running === 0) over()
      }
    },
    onOver(then) {
      if (isOver) then()
      else listeners.push(then)
    },
  }
}

/** What a transport that counts its requests put beside the caller; any other transport counts nothing. */
export function duringOf(authInfo: AuthInfo | undefined): During {
  return (authInfo?.extra?.during as During | undefined) ?? ((work) => work())
}
