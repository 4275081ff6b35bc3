import type { Clock } from '@sallyport/kernel'
import { createPublicKey, type KeyObject } from 'node:crypto'
import { exchange, type ExchangeFailure } from './exchange.ts'
import { isJsonObject, type JsonObject, jsonObject } from './json-object.ts'

/** The issuer's keys for this header, or why they cannot be had. */
export type FindKeys = (header: JsonObject) => Promise<readonly KeyObject[] | ExchangeFailure>

/** Keys older than this are fetched again before they are used. */
const freshForSeconds = 600
/** For a key that is not there, the issuer is asked at most this often. */
const askAgainAfterSeconds = 5

/** The keys with which the issuer signs its answers, from its key set (RFC 7517 section 5). */
export function answerKeys(
  jwksUri: URL,
  clock: Clock,
): (header: JsonObject, deadline: AbortSignal) => ReturnType<FindKeys> {
  let kept: { readonly keys: readonly JsonObject[]; readonly at: number } | undefined

  const ageSeconds = () => (kept === undefined ? Number.POSITIVE_INFINITY : (clock.now() - kept.at) / 1000)
  const refresh = async (deadline: AbortSignal): Promise<ExchangeFailure | undefined> => {
    const headers = new Map([['accept', 'application/json, application/jwk-set+json']])
    const came = await exchange({ url: jwksUri, method: 'GET', headers }, deadline)
    if (came.outcome === 'failed') return { ...came, found: `no keys for signed answers: ${came.found}` }
    const { keys } = jsonObject(came.body) ?? {}
    kept = { keys: Array.isArray(keys) ? keys.filter(isJsonObject) : [], at: clock.now() }
    return undefined
  }

  return async (header, deadline) => {
    const chosen = () => (kept?.keys ?? []).filter((key) => fits(key, header)).flatMap(publicKey)
    if (ageSeconds() < freshForSeconds) {
      const keys = chosen()
      if (keys.length > 0 || ageSeconds() < askAgainAfterSeconds) return keys
    }
    return (await refresh(deadline)) ?? chosen()
  }
}

/** Members of private and symmetric keys: whoever read such a set could sign with it. */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

function fits(key: JsonObject, { alg, kid }: JsonObject): boolean {
  if (secretMembers.some((member) => Object.hasOwn(key, member))) return false
  if (key['use'] !== undefined && key['use'] !== 'sig') return false
  if (key['alg'] !== undefined && key['alg'] !== alg) return false
  return kid === undefined || key['kid'] === kid
}

function publicKey(key: JsonObject): readonly KeyObject[] {
  try {
    return [createPublicKey({ key, format: 'jwk' })]
  } catch {
    return []
  }
}
