import type { Clock } from '@sallyport/kernel'
import { createHash } from 'node:crypto'
import type { JsonObject } from './json-object.ts'

/** Asks the issuer about one token. */
export type Ask = (token: string) => Promise<JsonObject>

/** What belongs to an answer beside the token (CVE-2021-32701, GHSA-4mq7-pvjg-xp2r). */
export interface Asking {
  readonly endpoint: URL
  readonly client: { readonly id: string }
  readonly audience: readonly string[] | null
  readonly cacheSeconds: number
}

/** A bad token is often sent in a loop; the issuer hears of it this often, whatever `cacheSeconds` says. */
const inactiveSeconds = 5
/** Of each kind, so that no flood of bad tokens drives out the good ones. */
const mostAnswers = 1000

/**
 * One question at a time for a token, and answers used again: active ones for `cacheSeconds` from
 * when they were asked for and never past `exp` (RFC 7662 section 4), others for a few seconds. A
 * failure is never kept. Tokens are kept as SHA-256 only (RFC 9700 section 4.9.3).
 */
export function answerCache(ask: Ask, asking: Asking, clock: Clock): Ask {
  const active = shelf(clock)
  const inactive = shelf(clock)
  const flights = new Map<string, Promise<JsonObject>>()

  const fly = async (token: string, key: string) => {
    const askedAt = clock.now()
    const answer = await ask(token)
    if (answer['active'] === true)
      active.put(key, { answer, until: endOf(answer, askedAt, asking.cacheSeconds) })
    else inactive.put(key, { answer, until: askedAt + inactiveSeconds * 1000 })
    return answer
  }

  return async (token) => {
    const key = keyOf(token, asking)
    const kept = active.find(key) ?? inactive.find(key)
    if (kept !== undefined) return kept
    let flight = flights.get(key)
    if (flight === undefined) {
      flight = fly(token, key).finally(() => flights.delete(key))
      flights.set(key, flight)
    }
    return flight
  }
}

function keyOf(token: string, { endpoint, client, audience }: Asking): string {
  const parts = JSON.stringify([token, endpoint.href, client.id, audience])
  return createHash('sha256').update(parts).digest('base64url')
}

function endOf({ exp }: JsonObject, askedAt: number, cacheSeconds: number): number {
  const end = askedAt + cacheSeconds * 1000
  return typeof exp === 'number' ? Math.min(end, exp * 1000) : end
}

interface Kept {
  readonly answer: JsonObject
  /** Milliseconds since the Unix epoch. */
  readonly until: number
}

function shelf(clock: Clock) {
  const kept = new Map<string, Kept>()
  return {
    find(key: string): JsonObject | undefined {
      const found = kept.get(key)
      if (found !== undefined && clock.now() < found.until) return found.answer
      kept.delete(key)
      return undefined
    },
    put(key: string, value: Kept): void {
      if (value.until <= clock.now()) return
      const [oldest] = kept.keys()
      if (kept.size >= mostAnswers && oldest !== undefined) kept.delete(oldest)
      kept.set(key, value)
    },
  }
}
