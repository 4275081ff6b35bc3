import { UpstreamUnavailable } from '@sallyport/kernel'
import type { Algorithm } from './algorithm.ts'
import { download, upstreamName } from './download.ts'
import type { FetchKeys } from './key-fetches.ts'
import { type PublishedKeys, publishedKeys } from './published-key.ts'

export interface KeysPlace {
  readonly issuer: string
  readonly jwksUri?: string
  readonly algorithms: readonly Algorithm[]
  readonly timeoutMilliseconds: number
}

/** Fetches an issuer's keys over the network, discovery included, within one time limit. */
export function fetchingFrom({ issuer, jwksUri, algorithms, timeoutMilliseconds }: KeysPlace): FetchKeys {
  const reader = keysReader(algorithms)
  let place = jwksUri === undefined ? undefined : new URL(jwksUri)
  return async () => {
    const deadline = AbortSignal.timeout(timeoutMilliseconds)
    place ??= await discovered(issuer, deadline)
    const from = place
    // A place that was discovered may move: it is asked for again after a failure.
    if (jwksUri === undefined) place = undefined
    const keys = reader(await download(from, deadline))
    if (keys === undefined) throw new UpstreamUnavailable(upstreamName(from), { found: 'no key set' })
    place = from
    return keys
  }
}

/** Most deployments say where the keys are; what finds it out is loaded where they do not. */
async function discovered(issuer: string, deadline: AbortSignal): Promise<URL> {
  const { discover } = await import('./discovery.ts')
  return discover(issuer, deadline)
}

/** Keys are made once, and stay the same as long as what is published does. */
function keysReader(algorithms: readonly Algorithm[]): (document: unknown) => PublishedKeys | undefined {
  let read: { readonly text: string; readonly keys: PublishedKeys | undefined } | undefined
  return (document) => {
    const text = JSON.stringify(document)
    if (read?.text !== text) read = { text, keys: publishedKeys(document, algorithms) }
    return read.keys
  }
}
