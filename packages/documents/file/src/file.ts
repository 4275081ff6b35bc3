import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ConfigurationInvalid, type DocumentStore, UpstreamUnavailable } from '@sallyport/kernel'

export interface FileOptions {
  /** Where the document is; a relative path starts at the working directory of the process. */
  readonly path: string
  /** A larger file is refused rather than read. Defaults to 16 MiB. */
  readonly maximumBytes?: number
}

const sixteenMebibytes = 16 * 1024 * 1024

/**
 * Reads a document from a file, in UTF-8. Its version is the SHA-256 of its bytes: two writes within
 * one tick of the file system's clock, at the same length, are still two versions.
 *
 * `read` rejects with `UpstreamUnavailable` when the file is missing, unreadable, not a regular file,
 * too large or not UTF-8; it names the path and never the content.
 *
 * @throws ConfigurationInvalid when `path` is empty or `maximumBytes` is not a positive whole number
 */
export function file(options: FileOptions): DocumentStore {
  const { maximumBytes = sixteenMebibytes } = options
  refuseUnusable(options.path, maximumBytes)
  const path = resolve(options.path)

  return {
    async read(known) {
      const bytes = await bytesOf(path, maximumBytes)
      const version = createHash('sha256').update(bytes).digest('hex')
      return version === known ? 'unchanged' : { content: textOf(bytes, path), version }
    },
  }
}

function refuseUnusable(path: unknown, maximumBytes: number): void {
  const fault = (name: string, expected: string, found: string) =>
    new ConfigurationInvalid([{ severity: 'fault', path: [name], expected, found }])
  if (typeof path !== 'string' || path.trim() === '')
    throw fault('path', 'the path of a file', path === undefined ? 'nothing' : 'an empty one')
  if (path.includes('\0')) throw fault('path', 'the path of a file', 'one with a NUL in it')
  if (!Number.isSafeInteger(maximumBytes) || maximumBytes < 1)
    throw fault('maximumBytes', 'a positive whole number', String(maximumBytes))
}

async function bytesOf(path: string, maximumBytes: number): Promise<Buffer> {
  let handle: FileHandle | undefined
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const found = await handle.stat()
    if (found.isDirectory()) throw new UpstreamUnavailable(path, { found: 'a directory' })
    if (!found.isFile()) throw new UpstreamUnavailable(path, { found: 'something that is not a file' })
    return await readUpTo(handle, { path, size: found.size, maximumBytes })
  } catch (cause) {
    if (cause instanceof UpstreamUnavailable) throw cause
    throw new UpstreamUnavailable(path, { cause, found: obstacleIn(cause) })
  } finally {
    await handle?.close()
  }
}

interface Bounds {
  readonly path: string
  readonly size: number
  readonly maximumBytes: number
}

async function readUpTo(handle: FileHandle, { path, size, maximumBytes }: Bounds): Promise<Buffer> {
  const tooLarge = () => new UpstreamUnavailable(path, { found: `more than ${maximumBytes} bytes` })
  if (size > maximumBytes) throw tooLarge()
  const bytes = await handle.readFile()
  // The file may have grown since its size was asked.
  if (bytes.length > maximumBytes) throw tooLarge()
  return bytes
}

const obstacles: Readonly<Record<string, string>> = {
  EACCES: 'no permission to read it',
  ELOOP: 'a link that leads to itself',
  ENOENT: 'no such file',
  ENOTDIR: 'a path through something that is not a directory',
  EPERM: 'no permission to read it',
}

function obstacleIn(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an unknown error'
  return obstacles[code] ?? code
}

// The mark some editors put in front is a sign of the encoding, not content (RFC 8259 section 8.1),
// and JSON.parse stumbles over it: the decoder takes it away.
function textOf(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UpstreamUnavailable(path, { found: 'bytes that are not UTF-8' })
  }
}
