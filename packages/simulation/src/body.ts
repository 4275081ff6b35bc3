import type { IncomingMessage } from 'node:http'

/** Reads a request's body, unless it turns out to be longer than it may be. */
export async function bodyOf(request: IncomingMessage, mostBytes: number): Promise<Buffer | 'too_large'> {
  const chunks: Buffer[] = []
  let bytes = 0
  // Whoever sent too much still wants to read why: their connection is not to be cut here.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const piece = Buffer.from(chunk)
    bytes += piece.length
    if (bytes > mostBytes) return 'too_large'
    chunks.push(piece)
  }
  return Buffer.concat(chunks)
}
