/** A request that the transport answers itself, before it reaches a session: an HTTP status and a JSON-RPC error. */

/** The SDK's own numbers, so that a client sees one kind of error whoever refused. */
export const rpc = { refused: -32000, sessionNotFound: -32001, invalidRequest: -32600, parseError: -32700, bug: -32603 }

export class Refusal extends Error {
  readonly status: number
  readonly code: number
  readonly headers: Record<string, string>

  constructor(status: number, message: string, options: { code?: number; headers?: Record<string, string> } = {}) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = options.code ?? rpc.refused
    this.headers = options.headers ?? {}
  }

  /** An answer to no request in particular has no id. */
  get body(): string {
    return errorMessage(this.code, this.message)
  }
}

function errorMessage(code: number, message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', error: { code, message } })
}
