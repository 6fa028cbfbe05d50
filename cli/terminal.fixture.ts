/**
 * The far side of an installation's terminal: a process that runs one command after another as `main` does, each with an
 * output and an exit status of its own. It must be able to end when nothing is typed any more, so a command that leaves
 * a connection or a timer behind is noticed when the installation stops.
 */
import { main } from './main.ts'

export interface Answered {
  status: number
  stdout: string
  stderr: string
}

process.on('message', (args: string[]) => {
  void run(args).then((answer) => process.send?.(answer))
})

async function run(args: string[]): Promise<Answered> {
  const stdout = record(process.stdout)
  const stderr = record(process.stderr)
  process.exitCode = 0
  try {
    await main(args)
  } catch (error) {
    process.exitCode = 1
    process.stderr.write(error instanceof Error ? `${error.stack}\n` : String(error))
  }
  const status = Number(process.exitCode)
  process.exitCode = 0
  // A command says once who hears of a closed pipe or of Ctrl-C; its process would end now.
  process.stdout.removeAllListeners('error')
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal)
  return { status, stdout: stdout.end(), stderr: stderr.end() }
}

/** Keeps what is written instead of showing it, until `end`. */
function record(stream: NodeJS.WriteStream): { end(): string } {
  const { write } = stream
  let written = ''
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    written += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
    for (const each of rest) if (typeof each === 'function') queueMicrotask(() => each())
    return true
  }
  return {
    end: () => {
      stream.write = write
      return written
    },
  }
}
