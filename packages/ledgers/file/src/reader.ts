import type { FileHandle } from 'node:fs/promises'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { lineIn } from './line.ts'
import { type Outcome, type Replay, replay } from './replay.ts'

/** Reads on where it stopped, as long as it is the same file. */
export interface Reader {
  /** @returns what became of the writes in the lines that are new, by writer */
  readonly catchUp: (handle: FileHandle) => Promise<ReadonlyMap<string, Outcome>>
  /** What was read so far; nothing before the first time. */
  readonly read: () => Replay | undefined
}

const newline = 0x0a

export function reader(path: string): Reader {
  let state: Replay | undefined
  let offset = 0
  let lines = 0

  function begin(generation: string): Replay {
    offset = 0
    lines = 0
    state = replay(generation)
    return state
  }

  function applied(text: string, to: Replay): readonly [string, Outcome][] {
    lines += 1
    const line = lineIn(text)
    if (line === undefined)
      throw new UpstreamUnavailable(path, { found: `line ${lines}, which is none of a ledger` })
    const outcome = to.apply(line)
    return outcome !== undefined && 'writer' in line ? [[line.writer, outcome]] : []
  }

  return {
    read: () => state,
    async catchUp(handle) {
      const generation = await generationOf(path, handle)
      const current = state?.generation === generation ? state : begin(generation)
      const bytes = await whole(path, handle, offset)
      const fresh = bytes.length === 0 ? [] : bytes.toString('utf8', 0, bytes.length - 1).split('\n')
      try {
        const outcomes = new Map(fresh.flatMap((text) => applied(text, current)))
        offset += bytes.length
        return outcomes
      } catch (failure) {
        // Half of the new lines are applied; begin again when the file was put right.
        state = undefined
        throw failure
      }
    },
  }
}

/** What the first line says. Two files in one place differ there. */
export async function generationOf(path: string, handle: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0)
  const end = buffer.indexOf(newline)
  const line = end < 0 || end >= bytesRead ? undefined : lineIn(buffer.toString('utf8', 0, end))
  if (line !== undefined && 'generation' in line) return line.generation
  throw new UpstreamUnavailable(path, {
    found:
      bytesRead === 0 ? 'an empty file, which is no ledger' : 'line 1, which is not the head of a ledger',
  })
}

/** The bytes from there to the end of the last line; what is behind it is still being written, or never will be. */
async function whole(path: string, handle: FileHandle, offset: number): Promise<Buffer> {
  const { size } = await handle.stat()
  if (size < offset) throw new UpstreamUnavailable(path, { found: 'a file shorter than it was' })
  const bytes = Buffer.alloc(size - offset)
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, bytes.lastIndexOf(newline, filled - 1) + 1)
}
