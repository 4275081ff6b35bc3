import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Seal, Written } from './line.ts'
import { append, beside, opened, replaced } from './place.ts'
import { generationOf } from './reader.ts'
import type { Sitting } from './sitting.ts'

const fifteenDays = 15 * 24 * 60 * 60 * 1000

/** Seals of this thread, and those of them whose smaller file is still being written. */
const issued = new Set<string>()
const underway = new Set<string>()

/**
 * Puts a smaller file in the place of this one. The seal decides who does it: it is a line like any
 * other, so there is one that came first, and what stands behind it does not count. Only the owner of
 * the last seal may replace the file, and a seal passes on only when its owner is dead.
 *
 * @param over the seal of a process that died over it
 */
export async function compact(sitting: Sitting, over?: Seal): Promise<void> {
  const { path, handle, reader } = sitting
  const began = beginningOf(process.pid)
  const seal: Seal = {
    seal: randomUUID(),
    pid: process.pid,
    ...(began === undefined ? {} : { began }),
    ...(over === undefined ? {} : { over: over.seal }),
  }
  issued.add(seal.seal)
  underway.add(seal.seal)
  try {
    await append(path, handle, [seal])
    await reader.catchUp(handle)
    if (reader.read()?.seal()?.seal !== seal.seal || !(await isInPlace(sitting))) return
    if (over !== undefined) await rm(beside(path, over.seal), { force: true })
    await replaced({ path, beside: beside(path, seal.seal) }, [
      { generation: randomUUID() },
      ...lasting(sitting),
    ])
  } catch (failure) {
    await append(path, handle, [{ unseal: seal.seal }])
    throw failure
  } finally {
    underway.delete(seal.seal)
  }
}

/** Whether the one who sealed the file can still be about to replace it. */
export function isPending({ seal, pid, began }: Seal): boolean {
  // Another thread has our process number and another list.
  if (issued.has(seal)) return underway.has(seal)
  try {
    process.kill(pid, 0)
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
  const found = beginningOf(pid)
  return began === undefined || found === undefined || began === found
}

/** A dead owner may have replaced the file before it died; then there is nothing left to do here. */
async function isInPlace({ path, reader }: Sitting): Promise<boolean> {
  const handle = await opened(path)
  try {
    return handle !== undefined && (await generationOf(path, handle)) === reader.read()?.generation
  } finally {
    await handle?.close()
  }
}

function lasting({ reader, now }: Sitting): readonly Written[] {
  const isForgotten = ({ at, entry }: Written) =>
    entry.forgetAfter !== undefined && Math.max(entry.forgetAfter, at + fifteenDays) < now()
  return (reader.read()?.kept() ?? [])
    .filter((written) => !isForgotten(written))
    .map((written) => ({ ...written, kept: true }))
}

/** When a process began, in ticks since the machine did: proc(5), field 22 of `stat`. */
function beginningOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
