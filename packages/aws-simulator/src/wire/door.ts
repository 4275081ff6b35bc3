import type { IncomingMessage } from 'node:http'

/** An answer that is sent as it is. */
export interface PlainAnswer {
  readonly outcome: 'plain'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * Answers requests of a protocol of its own.
 *
 * @param closing ends waits when the simulator closes
 */
export type Door = (
  request: IncomingMessage,
  closing: AbortSignal,
) => Promise<PlainAnswer | { readonly outcome: 'cut' }>
