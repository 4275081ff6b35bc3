import type { Issue } from './issue.ts'

/**
 * Members that Valibot leaves out of what it reads, silently. A claim that is demanded under such a
 * name would then not be demanded at all, so a document may not have them.
 */
const reserved: readonly string[] = ['__proto__', 'prototype', 'constructor']

/** A fault for each member of a reserved name, however deep. */
export function reservedMembers(value: unknown, path: Issue['path'] = []): readonly Issue[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((each, at) => reservedMembers(each, [...path, at]))
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = [...path, name]
    const below = reservedMembers(inner, here)
    if (!reserved.includes(name)) return below
    const expected = `a name other than ${reserved.join(', ')}`
    return [{ severity: 'fault' as const, path: here, expected, found: 'a reserved one' }, ...below]
  })
}
