import type { Change } from '@sallyport/delivery'
import { isObjectName } from './object-name.ts'
import { memberAt } from './answer-body.ts'

/** GitHub tells no more files than this of a comparison, and does not say whether there are any. */
export const mostFiles = 300

/**
 * What became of the files of a comparison; nothing for an answer without a list of them.
 *
 * A rename has changed both of its paths, a copy is new, and `changed` is a change of mode or type. A status
 * that is not known stands for some change.
 */
export function changesIn(files: unknown): readonly Change[] | undefined {
  if (!Array.isArray(files)) return undefined
  const changes: Change[] = []
  for (const file of files) {
    const path = memberAt(file, 'filename')
    if (typeof path !== 'string') return undefined
    changes.push(...changesOf(path, file))
  }
  return changes
}

function changesOf(path: string, file: unknown): readonly Change[] {
  const sha = memberAt(file, 'sha')
  const content = isObjectName(sha) ? { object: sha } : {}
  const status = memberAt(file, 'status')
  if (status === 'unchanged') return []
  if (status === 'removed') return [{ path, change: 'deleted' }]
  if (status === 'added' || status === 'copied') return [{ path, change: 'added', ...content }]
  if (status !== 'renamed') return [{ path, change: 'modified', ...content }]
  const previous = memberAt(file, 'previous_filename')
  return [
    ...(typeof previous === 'string' ? [{ path: previous, change: 'deleted' } as const] : []),
    { path, change: 'added', ...content },
  ]
}
