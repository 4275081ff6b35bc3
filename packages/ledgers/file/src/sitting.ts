import type { FileHandle } from 'node:fs/promises'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { opened, unavailable } from './place.ts'
import type { Reader } from './reader.ts'

/** Where a ledger is, and how far one process has read it. */
export interface Desk {
  readonly path: string
  readonly reader: Reader
  readonly mostWastedLines: number
  readonly now: () => number
}

/** The file, opened and read to its end. */
export interface Sitting extends Desk {
  readonly handle: FileHandle
}

/** @param act gets nothing when there is no file yet */
export async function sit<Answer>(
  desk: Desk,
  act: (sitting: Sitting | undefined) => Promise<Answer>,
): Promise<Answer> {
  const { path, reader } = desk
  const handle = await opened(path)
  if (handle === undefined) {
    // Beginning anew would start everything again; whoever took the file away has to say so.
    if (reader.read() !== undefined)
      throw new UpstreamUnavailable(path, { found: 'no file, where there was one' })
    return act(undefined)
  }
  try {
    await reader.catchUp(handle)
    return await act({ ...desk, handle })
  } catch (cause) {
    throw unavailable(path, cause)
  } finally {
    await handle.close()
  }
}
