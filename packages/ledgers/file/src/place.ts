import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { type Line, spelt } from './line.ts'

/** Opens the ledger's file; nothing when there is none yet, in a folder that is there. */
export async function opened(path: string): Promise<FileHandle | undefined> {
  let handle: FileHandle | undefined
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    handle = await open(path, constants.O_RDWR | constants.O_APPEND | constants.O_NONBLOCK)
    if ((await handle.stat()).isFile()) return handle
    await handle.close()
  } catch (cause) {
    await handle?.close()
    if (codeOf(cause) !== 'ENOENT') throw unavailable(path, cause)
    if (await isFolder(dirname(path))) return undefined
    throw new UpstreamUnavailable(path, { cause, found: 'no such folder' })
  }
  throw new UpstreamUnavailable(path, { found: 'something that is not a file' })
}

/** Puts an empty ledger there, whole or not at all, unless somebody else just did. */
export async function founded(path: string): Promise<void> {
  const own = beside(path, randomUUID())
  try {
    await fill(own, [{ generation: randomUUID() }])
    await link(own, path)
    await settleFolder(path)
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw unavailable(path, cause)
  } finally {
    await rm(own, { force: true })
  }
}

/** Puts these lines in the place of the file. Ask only when nobody else can be doing it. */
export async function replaced(
  place: { readonly path: string; readonly beside: string },
  lines: readonly Line[],
): Promise<void> {
  try {
    await fill(place.beside, lines)
    await rename(place.beside, place.path)
  } finally {
    await rm(place.beside, { force: true })
  }
  // The smaller file is in place by now: to fail here would lift the seal of a file nobody reads.
  await settleFolder(place.path).catch(() => undefined)
}

/** Writes lines at the end in one piece, and answers when they are on the disk. */
export async function append(path: string, handle: FileHandle, lines: readonly Line[]): Promise<void> {
  const bytes = Buffer.from(lines.map(spelt).join(''))
  try {
    // One call, so that the lines of two processes are never mixed (POSIX write, O_APPEND).
    const { bytesWritten } = await handle.write(bytes)
    await handle.datasync()
    if (bytesWritten === bytes.length) return
  } catch (cause) {
    throw unavailable(path, cause)
  }
  throw new UpstreamUnavailable(path, { found: 'no room for all that was to be written' })
}

/** Where a file is filled before it gets its place; nobody reads it there. */
export const beside = (path: string, word: string) => `${path}.${word}.new`

async function fill(path: string, lines: readonly Line[]): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(lines.map(spelt).join(''))
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A new name is on the disk when its folder is. Windows has no such call, and does not need it. */
async function settleFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

const obstacles: Readonly<Record<string, string>> = {
  EACCES: 'no permission to read and write it',
  EISDIR: 'a directory',
  ELOOP: 'a link that leads to itself',
  ENOSPC: 'no room on the disk',
  ENOTDIR: 'a path through something that is not a directory',
  EPERM: 'no permission to read and write it',
  EROFS: 'a file system that is read only',
}

const codeOf = (cause: unknown) =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : 'an unknown error'

export function unavailable(path: string, cause: unknown): UpstreamUnavailable {
  if (cause instanceof UpstreamUnavailable) return cause
  const code = codeOf(cause)
  return new UpstreamUnavailable(path, { cause, found: obstacles[code] ?? code })
}
