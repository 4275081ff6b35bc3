import type { Issue, Reading } from '@sallyport/kernel'
import { documentValue } from './document-value.ts'

/** An item of a table keyed by scope, without its keys. */
export interface PermissionItem {
  /** Its sort key, which names it in messages. */
  readonly name: string
  readonly members: Readonly<Record<string, unknown>>
}

/** Items written as one permissions document, and the way back from a path in it to an item. */
export interface ItemsDocument {
  readonly value: unknown
  readonly place: (path: Issue['path']) => Issue['path']
  readonly issues: readonly Issue[]
}

export const faultAt = (path: Issue['path'], expected: string, found: string): Issue => ({
  severity: 'fault',
  path,
  expected,
  found,
})

/** A partition's items from the JSON list of them. */
export function itemsFromText(content: string): Reading<readonly PermissionItem[]> {
  const read = documentValue(content)
  if (read.outcome === 'bad') return read
  if (!Array.isArray(read.value))
    return { outcome: 'bad', issues: [faultAt([], 'a list of items', 'something else')] }
  const items = read.value.map(itemOf)
  const issues = items.flatMap((item, at) =>
    item === undefined ? [faultAt([at], 'an item with the keys scope and permission', 'another')] : [],
  )
  if (issues.length > 0) return { outcome: 'bad', issues }
  return { outcome: 'good', value: items.filter((item) => item !== undefined) }
}

function itemOf(value: unknown): PermissionItem | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const entries = Object.entries(value)
  const name = entries.find(([member]) => member === 'permission')?.[1]
  if (typeof name !== 'string') return undefined
  const members = entries.filter(([member]) => member !== 'permission' && member !== 'scope')
  return { name, members: Object.fromEntries(members) }
}

/** An item is an entry of the AWS article when it has any of that entry's members, and a grant otherwise. */
const isArticle = ({ members }: PermissionItem) =>
  ['arn', 'resource', 'stage', 'httpVerb'].some((name) => Object.hasOwn(members, name))

/** One scope's items as a document: a grant of one scope, unless it says which others it needs as well. */
export function scopeDocument(scope: string, items: readonly PermissionItem[]): ItemsDocument {
  const articles = items.filter(isArticle)
  const grants = items.filter((item) => !isArticle(item))
  const lists: Readonly<Record<string, readonly PermissionItem[]>> = { apiPermissions: articles, grants }
  return {
    value: {
      apiPermissions: articles.map(({ members }) => ({ ...members, scope })),
      grants: grants.map(({ members }) => ({ scopes: { any: [scope] }, ...members })),
    },
    place: ([list = '', at = -1, ...rest]) => {
      const item = lists[list]?.[Number(at)]
      return [scope, ...(item === undefined ? [] : [item.name]), ...rest]
    },
    issues: grants.flatMap((item) => needless(scope, item)),
  }
}

/** Nobody without the item's own scope finds it, so it cannot speak for others. */
function needless(scope: string, { name, members }: PermissionItem): readonly Issue[] {
  const { scopes } = members
  if (typeof scopes !== 'object' || scopes === null) return []
  if (Object.hasOwn(scopes, 'any'))
    return [faultAt([scope, name, 'scopes', 'any'], 'an item for each scope instead', 'any')]
  const all = 'all' in scopes && Array.isArray(scopes.all) ? scopes.all : [scope]
  if (all.includes(scope)) return []
  return [faultAt([scope, name, 'scopes', 'all'], `${JSON.stringify(scope)} among them`, 'others only')]
}
