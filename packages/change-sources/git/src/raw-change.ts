import type { Change, ChangeKind } from '@sallyport/delivery'

const kinds: Readonly<Record<string, ChangeKind>> = { A: 'added', D: 'deleted' }

/**
 * One entry of git's raw format under `-z`: a field `:100644 100755 <old> <new> M`, and the path in the
 * next. M and T (a file that became a link) are both a modification; without rename detection there is
 * nothing else.
 */
export function rawChange(field: string, path: string): Change {
  const change = kinds[field.at(-1) ?? ''] ?? 'modified'
  if (change === 'deleted') return { path, change }
  const end = field.length - 2
  return { path, change, object: field.slice(field.lastIndexOf(' ', end - 1) + 1, end) }
}

export const isRawField = (field: string) => field.startsWith(':')
