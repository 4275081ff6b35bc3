import { type KeptLock, keptLock } from './kept-lock.ts'
import { membersOf } from './manifest.ts'
import { lockBeside } from './rules-place.ts'

/** The lock beside a rules document, if that speaks of packages at all. */
export interface LockOfRules {
  readonly file: string
  readonly kept: KeptLock
}

/**
 * @param file of the rules; beside stdin there is nothing
 * @param value what stands in it
 */
export async function lockOfRules(file: string, value: unknown): Promise<LockOfRules | undefined> {
  const pipelines = Object.values(membersOf(membersOf(value)['pipelines']))
  if (file === '-' || !pipelines.some((entry) => Object.hasOwn(membersOf(entry), 'workspace')))
    return undefined
  const lock = lockBeside(file)
  return { file: lock, kept: await keptLock(lock) }
}
