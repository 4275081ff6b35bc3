import { readWorkspaceLock, type WorkspaceLock } from '@sallyport/delivery/rules'
import { documentText, type PlacedIssue } from '../document-text.ts'
import { start } from '../positions.ts'
import { foundText } from './found-file.ts'
import { lockDifferences } from './lock-difference.ts'

/** A lock as it is on disk. */
export type KeptLock =
  | { readonly outcome: 'good'; readonly lock: WorkspaceLock; readonly content: string }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'bad'; readonly issues: readonly PlacedIssue[] }

/** @throws UsageError when it is there and cannot be read */
export async function keptLock(file: string): Promise<KeptLock> {
  const content = await foundText(file)
  if (content === undefined) return { outcome: 'absent' }
  const text = documentText(content, 'json')
  if (text.outcome === 'illegible') return { outcome: 'bad', issues: text.issues }
  const read = readWorkspaceLock(text.value)
  const found = read.outcome === 'bad' ? read.issues : []
  const issues = [...text.issues, ...found.map((issue) => ({ ...issue, ...text.positions.of(issue) }))]
  if (read.outcome === 'bad' || issues.length > 0) return { outcome: 'bad', issues }
  return { outcome: 'good', lock: read.value, content }
}

/** What is wrong with a lock, held against one that was taken now: all of it, if it cannot be read. */
export function outdated(kept: KeptLock, current: WorkspaceLock): readonly PlacedIssue[] {
  if (kept.outcome === 'bad') return kept.issues
  if (kept.outcome === 'absent')
    return [{ severity: 'fault', path: [], expected: 'a lock', found: 'no such file', ...start }]
  const text = documentText(kept.content, 'json')
  return lockDifferences(kept.lock, current).map((issue) => ({
    ...issue,
    ...(text.outcome === 'read' ? text.positions.of(issue) : start),
  }))
}

/** Sorted and one thing a line, so that a change of one thing is a small one. */
export const lockText = (lock: WorkspaceLock): string => `${JSON.stringify(lock, null, 2)}\n`
