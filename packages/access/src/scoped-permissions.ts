import { type Clock, type DocumentNotice, type DocumentStore, livingDocument } from '@sallyport/kernel'
import { bounded, inTurn } from './many.ts'
import type { Grant } from './permission.ts'
import type { PermissionSource } from './ports/permission-source.ts'
import { type ScopePermissions, scopePermissions, sharedPermissions } from './scope-permissions.ts'

/**
 * What belongs to every scope is kept under this name. It is no scope, and cannot become one: RFC 6749
 * section 3.3 leaves spaces between scopes.
 */
export const everyScope = 'every scope'

export interface ScopedPermissionsOptions {
  /** A JSON list of the items of one scope, or of {@link everyScope}. */
  readonly storeOf: (scope: string) => DocumentStore
  readonly clock: Clock
  readonly freshForSeconds: number
  readonly staleForSeconds: number
  /** Told of each version of what is shared, of a scope's from the second on, and of an outage once. */
  readonly notify: (notice: DocumentNotice) => void
  /** Of all versions that a decision was made by, such as SHA-256 in hexadecimal. */
  readonly digest: (text: string) => string
}

/** Scopes that are remembered; the one used least recently goes first. */
const scopesKept = 1000

/** Scopes that are read at once. */
const width = 8

/**
 * Decides by a table keyed by scope, of which only the caller's scopes are read. Each scope is a living
 * document: fresh, stale and faulty by itself, and what is wrong with one says nothing of another.
 */
export function scopedPermissions(options: ScopedPermissionsOptions): PermissionSource {
  const { storeOf, digest, ...living } = options
  const outage = oneOutage(living.notify)
  const shared = livingDocument({
    ...living,
    store: outage.watched(storeOf(everyScope)),
    parse: (content) => sharedPermissions(content, everyScope),
    notify: outage.notify,
  })
  const documentOf = bounded(scopesKept, (scope: string) =>
    livingDocument<ScopePermissions>({
      ...living,
      store: outage.watched(storeOf(scope)),
      parse: (content) => scopePermissions(content, scope, api),
      notify: ofScope(scope, outage.notify),
    }),
  )
  let api: Parameters<ScopePermissions['under']>[0]

  return {
    async grants(scopes, at) {
      const { value: around, version } = await shared.current()
      api = around.api
      const names = [...scopes].filter(isScope).toSorted()
      const found = await inTurn(names, width, (scope) => documentOf(scope).current())
      const candidates = union(
        found.map(({ value }, of) => value.under(around.api).lookUp(names.slice(of, of + 1), at).candidates),
      )
      const versions = [version, ...found.map((of, index) => `${names[index]} ${of.version}`)]
      return {
        grants: { candidates, ...around.around(at, candidates.length > 0 ? 'keep' : 'forget') },
        version: digest(versions.join('\n')),
      }
    },
  }
}

// RFC 6749 section 3.3. An issuer may write anything into a list of scopes, `every scope` too.
const isScope = (text: string) => /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(text)

/** A grant to any of several scopes stands under each, and is told once. */
function union(lists: readonly (readonly Grant[])[]): readonly Grant[] {
  const [only = [], ...others] = lists.filter((list) => list.length > 0)
  if (others.length === 0) return only
  const told = new Set<string>()
  return [only, ...others].flat().filter((grant) => {
    const isNew = !told.has(spelling(grant))
    told.add(spelling(grant))
    return isNew
  })
}

const spellings = new WeakMap<Grant, string>()

/** All that a grant says but which one scope it stands under: the caller has that. */
function spelling(grant: Grant): string {
  const known = spellings.get(grant)
  if (known !== undefined) return known
  const { api, pattern, allOf, claims, when, note } = grant
  const text = JSON.stringify([api, pattern.text, allOf.toSorted(), claims, when, note])
  spellings.set(grant, text)
  return text
}

/** A first reading is nothing new, and there may be as many of them as scopes. */
function ofScope(scope: string, notify: (notice: DocumentNotice) => void): (notice: DocumentNotice) => void {
  let isFirst = true
  return (notice) => {
    const isNews = !isFirst || notice.notice !== 'document_loaded'
    isFirst = false
    if (!isNews) return
    notify('version' in notice ? { ...notice, version: `${scope} ${notice.version}` } : notice)
  }
}

/** A table that is out of reach is so for all scopes at once, and one notice is enough. */
function oneOutage(notify: (notice: DocumentNotice) => void) {
  let isOut = false
  return {
    notify: (notice: DocumentNotice) => {
      const isOutage = notice.notice === 'document_unreachable'
      if (!isOutage || !isOut) notify(notice)
      isOut ||= isOutage
    },
    watched: (store: DocumentStore): DocumentStore => ({
      async read(known) {
        const found = await store.read(known)
        isOut = false
        return found
      },
    }),
  }
}
