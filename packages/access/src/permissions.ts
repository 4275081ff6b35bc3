import type { LivingDocument, Reading } from '@sallyport/kernel'
import { documentValue } from './document-value.ts'
import { type Entries, entriesOf } from './permission-entries.ts'
import { type PermissionIndex, permissionIndex } from './permission-index.ts'
import { failedTests } from './permission-tests.ts'
import { readPermissions } from './permissions-document.ts'
import type { PermissionSource } from './ports/permission-source.ts'

/** A permissions document that can be decided by. */
export interface Permissions {
  readonly index: PermissionIndex
  readonly entries: Entries
}

/**
 * Reads a permissions document from its value: checked member by member, then across members, then
 * by its own tests. A document that fails any of them is not decided by.
 */
export function permissions(value: unknown): Reading<Permissions> {
  const read = readPermissions(value)
  if (read.outcome === 'bad') return read
  const entries = entriesOf(read.document, Array.isArray(value))
  if (entries.issues.length > 0) return { outcome: 'bad', issues: entries.issues }
  const index = permissionIndex(entries.grants, entries.denies, entries.routes)
  const issues = failedTests(read.document.tests ?? [], index)
  return issues.length > 0 ? { outcome: 'bad', issues } : { outcome: 'good', value: { index, entries } }
}

/** The same from JSON text. */
export function permissionsFromText(content: string): Reading<Permissions> {
  const read = documentValue(content)
  return read.outcome === 'bad' ? read : permissions(read.value)
}

/** Decides by whatever version of the document is current. */
export function documentPermissions(document: LivingDocument<Permissions>): PermissionSource {
  return {
    async grants(scopes, api) {
      const { value, version } = await document.current()
      return { grants: value.index.lookUp(scopes, api), version }
    },
  }
}
