import type { DocumentNotice, StoredDocument } from '@sallyport/kernel'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { everyScope, scopedPermissions } from './scoped-permissions.ts'

export type TableItem = Readonly<Record<string, unknown>>

/** A table keyed by scope in memory, and a source of permissions above it. */
export function scopeTable({ freshForSeconds = 60, staleForSeconds = 600 } = {}) {
  const world = { now: 1_000_000, isOut: false, edition: 0, mostOpen: 0 }
  const items = new Map<string, Map<string, TableItem>>()
  const reads: string[] = []
  const notices: DocumentNotice[] = []
  let open = 0
  const source = scopedPermissions({
    storeOf: (scope) => ({
      async read(known): Promise<StoredDocument | 'unchanged'> {
        reads.push(scope)
        world.mostOpen = Math.max(world.mostOpen, ++open)
        await Promise.resolve()
        open -= 1
        if (world.isOut) throw new UpstreamUnavailable('table')
        const content = JSON.stringify([...(items.get(scope) ?? new Map()).values()])
        return known === content ? 'unchanged' : { content, version: content }
      },
    }),
    clock: { now: () => world.now },
    freshForSeconds,
    staleForSeconds,
    notify: (notice) => notices.push(notice),
    digest: (text) => text,
  })
  const put = (scope: string, permission: string, members: object) => {
    const partition = items.get(scope) ?? new Map<string, TableItem>()
    items.set(scope, partition.set(permission, { scope, permission, ...members }))
  }
  const pass = (seconds: number) => {
    world.now += seconds * 1000
  }
  return { world, reads, notices, source, put, pass }
}

interface Grant {
  readonly scopes: { readonly any?: readonly string[]; readonly all?: readonly string[] }
}

export interface WholeDocument {
  readonly api?: object
  readonly deny?: readonly string[]
  readonly routes?: readonly string[]
  readonly scopes?: Readonly<Record<string, readonly string[]>>
  readonly grants?: readonly Grant[]
  readonly apiPermissions?: readonly { readonly scope: string }[]
}

/**
 * Writes a whole document as items: a grant to any of several scopes under each, a grant to all of them
 * under one.
 *
 * @param chosen which one, of as many
 */
export function write(
  { api, deny, routes, scopes = {}, grants = [], apiPermissions = [] }: WholeDocument,
  put: (scope: string, permission: string, members: object) => void,
  chosen: (among: number) => number,
): void {
  const given = Object.entries({ api, deny, routes }).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) put(everyScope, name, { [name]: value })
  for (const [scope, allow] of Object.entries(scopes)) if (allow.length > 0) put(scope, 'short', { allow })
  for (const [
    at,
    {
      scopes: { any = [], all = [] },
      ...members
    },
  ] of grants.entries()) {
    const under = all.length > 0 ? [all[chosen(all.length)] ?? ''] : any
    for (const scope of under)
      put(scope, `grant ${at}`, { ...members, ...(all.length > 0 ? { scopes: { all } } : {}) })
  }
  for (const [at, { scope, ...entry }] of apiPermissions.entries()) put(scope, `entry ${at}`, entry)
}
