import { DocumentInvalid, type Issue, type Reading } from '@sallyport/kernel'
import { entriesOf } from './permission-entries.ts'
import { type PermissionIndex, permissionIndex, surroundings } from './permission-index.ts'
import { type ItemsDocument, itemsFromText, type PermissionItem, scopeDocument } from './permission-items.ts'
import { type PermissionsDocument, readPermissions } from './permissions-document.ts'
import { sharedDocument } from './shared-items.ts'

type Api = PermissionsDocument['api']

/** What a table says of every scope. */
export interface SharedPermissions {
  /** Of the grants that name none. */
  readonly api: Api
  readonly around: ReturnType<typeof surroundings>
}

/** What a table says of one scope. */
export interface ScopePermissions {
  /** @throws DocumentInvalid when a grant names no API, and none is shared any more */
  readonly under: (api: Api) => PermissionIndex
}

/**
 * @param content the JSON list of the items
 * @param partition that they are kept in
 */
export function sharedPermissions(content: string, partition: string): Reading<SharedPermissions> {
  const read = readItems(content, (items) => sharedDocument(partition, items))
  if (read.outcome === 'bad') return read
  const { document, written } = read.value
  const { denies, routes, issues } = entriesOf(document, false)
  if (issues.length > 0) return bad(issues, written)
  return { outcome: 'good', value: { api: document.api, around: surroundings(denies, routes) } }
}

/**
 * @param content the JSON list of the items
 * @param api that the grants belong to which name none
 */
export function scopePermissions(content: string, scope: string, api: Api): Reading<ScopePermissions> {
  const read = readItems(content, (items) => scopeDocument(scope, items))
  if (read.outcome === 'bad') return read
  const first = indexed(read.value, scope, api)
  if (first.outcome === 'bad') return first
  let last = { api, index: first.value }
  const under = (now: Api): PermissionIndex => {
    if (now === last.api) return last.index
    const next = indexed(read.value, scope, now)
    if (next.outcome === 'bad') throw new DocumentInvalid(next.issues)
    last = { api: now, index: next.value }
    return last.index
  }
  return { outcome: 'good', value: { under } }
}

interface ItemsRead {
  readonly document: PermissionsDocument
  readonly written: ItemsDocument
}

function readItems(
  content: string,
  write: (items: readonly PermissionItem[]) => ItemsDocument,
): Reading<ItemsRead> {
  const items = itemsFromText(content)
  if (items.outcome === 'bad') return items
  const written = write(items.value)
  const read = readPermissions(written.value)
  if (read.outcome === 'bad') return bad(read.issues, written)
  if (written.issues.length > 0) return bad([], written)
  return { outcome: 'good', value: { document: read.document, written } }
}

function indexed({ document, written }: ItemsRead, scope: string, api: Api): Reading<PermissionIndex> {
  const { grants, issues } = entriesOf({ ...document, api }, false)
  if (issues.length > 0) return bad(issues, written)
  // An index finds a grant that needs several scopes by the first of them.
  const placed = grants.map((grant) => ({
    ...grant,
    allOf: grant.allOf.toSorted((one, other) => Number(other === scope) - Number(one === scope)),
    path: written.place(grant.path),
  }))
  return { outcome: 'good', value: permissionIndex(placed, [], []) }
}

const bad = (issues: readonly Issue[], { place, issues: own }: ItemsDocument) => ({
  outcome: 'bad' as const,
  issues: [...own, ...issues.map((issue) => ({ ...issue, path: place(issue.path) }))],
})
