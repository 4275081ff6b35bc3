import { addAbortSignal, Readable } from 'node:stream'
import { UpstreamUnavailable } from '@sallyport/kernel'
import type { GetObjectCommandOutput } from './s3-client.ts'

export interface Bounds {
  /** What the document is called in messages. */
  readonly address: string
  readonly maximumBytes: number
}

/** Reads an object's bytes, and no more of them than asked for. */
export async function bytesOf(
  { Body: body, ContentLength: length = 0 }: GetObjectCommandOutput,
  { address, maximumBytes }: Bounds,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const tooLarge = () => new UpstreamUnavailable(address, { found: `more than ${maximumBytes} bytes` })
  if (!(body instanceof Readable)) return new Uint8Array()
  // The client's own limit ends with the headers.
  const chunks = addAbortSignal(signal, body)
  try {
    if (length > maximumBytes) throw tooLarge()
    const parts: Uint8Array[] = []
    let read = 0
    for await (const part of chunks as AsyncIterable<Uint8Array>) {
      read += part.length
      if (read > maximumBytes) throw tooLarge()
      parts.push(part)
    }
    return Buffer.concat(parts)
  } finally {
    body.destroy()
  }
}

// The mark some editors put in front is a sign of the encoding, not content (RFC 8259 section 8.1),
// and JSON.parse stumbles over it: the decoder takes it away.
export function textOf(bytes: Uint8Array, address: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UpstreamUnavailable(address, { found: 'bytes that are not UTF-8' })
  }
}
