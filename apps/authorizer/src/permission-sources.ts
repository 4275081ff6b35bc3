import type { PermissionSource } from '@sallyport/access'
import { documentPermissions, permissionsFromText } from '@sallyport/access/documents'
import type { ScopedPermissionsOptions } from '@sallyport/access/scoped'
import type { Environment } from '@sallyport/composition'
import { byPath, documentStores, type Made, made, type Shelf } from '@sallyport/composition/configured'
import { livingDocument } from '@sallyport/kernel'
import type { Configuration } from './configuration-document.ts'

type Living = Omit<ScopedPermissionsOptions, 'storeOf' | 'digest'>

/** Tables of which only the caller's scopes are read. */
const scopeTables: Shelf<PermissionSource, Living> = {
  dynamodb: async () => (await import('./scope-table.ts')).scopeTable,
}

/** Permissions as one document, or as a table keyed by scope when a table is named and no item of it. */
export async function permissionSource(
  choice: Configuration['permissions'],
  { environment, ...surroundings }: Pick<Living, 'clock' | 'notify'> & { readonly environment: Environment },
): Promise<Made<PermissionSource>> {
  const { freshForSeconds, staleForSeconds, ...options } = choice
  const living: Living = { ...surroundings, freshForSeconds, staleForSeconds }
  const path = ['permissions']
  if (choice.use === 'dynamodb' && choice['document'] === undefined)
    return made(options, scopeTables, { path, surroundings: living })
  const store = await made(byPath(options, environment), documentStores, { path, surroundings: {} })
  if (store.outcome === 'faulty') return store
  const document = livingDocument({ ...living, store: store.adapter, parse: permissionsFromText })
  return { outcome: 'made', adapter: documentPermissions(document) }
}
