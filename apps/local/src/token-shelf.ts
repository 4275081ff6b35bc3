import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

interface Kept {
  readonly payload: AdapterPayload
  readonly expiresAt: number
}

/**
 * Where the provider keeps its opaque tokens: this process's memory. It stands in for the provider's
 * own, which is shared by all providers of a process and announces itself on stderr.
 */
export function tokenShelf(): AdapterFactory {
  const kept = new Map<string, Kept>()
  return (kind) => compartment(kind, kept)
}

function compartment(kind: string, kept: Map<string, Kept>): Adapter {
  const find = async (id: string) => {
    const found = kept.get(`${kind}:${id}`)
    return found !== undefined && found.expiresAt > Date.now() ? found.payload : undefined
  }
  const nothing = async () => undefined

  return {
    async upsert(id, payload, expiresInSeconds = Number.POSITIVE_INFINITY) {
      const now = Date.now()
      for (const [key, { expiresAt }] of kept) if (expiresAt <= now) kept.delete(key)
      kept.set(`${kind}:${id}`, { payload, expiresAt: now + expiresInSeconds * 1000 })
    },
    async destroy(id) {
      kept.delete(`${kind}:${id}`)
    },
    find,
    async consume(id) {
      const found = await find(id)
      if (found !== undefined) found.consumed = Math.floor(Date.now() / 1000)
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key)
    },
    // People and devices log in nowhere here.
    findByUid: nothing,
    findByUserCode: nothing,
  }
}
