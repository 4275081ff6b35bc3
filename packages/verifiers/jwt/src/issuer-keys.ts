import { UpstreamUnavailable } from '@sallyport/kernel'
import type { Algorithm } from './algorithm.ts'
import { discover } from './discovery.ts'
import { download, upstreamName } from './download.ts'
import type { FetchKeys } from './key-set.ts'
import { publishedKeys } from './published-key.ts'

export interface KeysPlace {
  readonly issuer: string
  readonly jwksUri?: string
  readonly algorithms: readonly Algorithm[]
  readonly timeoutMilliseconds: number
}

/** Fetches an issuer's keys over the network, discovery included, within one time limit. */
export function fetchingFrom({ issuer, jwksUri, algorithms, timeoutMilliseconds }: KeysPlace): FetchKeys {
  let place = jwksUri === undefined ? undefined : new URL(jwksUri)
  return async () => {
    const deadline = AbortSignal.timeout(timeoutMilliseconds)
    place ??= await discover(issuer, deadline)
    const from = place
    // A place that was discovered may move: it is asked for again after a failure.
    if (jwksUri === undefined) place = undefined
    const keys = await publishedKeys(await download(from, deadline), algorithms)
    if (keys === undefined) throw new UpstreamUnavailable(upstreamName(from), { found: 'no key set' })
    place = from
    return keys
  }
}
