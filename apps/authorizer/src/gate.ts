import { type Gate, type TokenVerifier, anyIssuer } from '@sallyport/access'
import { documentPermissions, permissionsFromText } from '@sallyport/access/documents'
import { type Clock, type DocumentNotice, type DocumentStore, livingDocument } from '@sallyport/kernel'
import { allMade, documentStores, type Made, made } from '@sallyport/composition'
import type { Configuration } from './configuration-document.ts'
import { verifiers } from './verifiers.ts'

/** What a gate is told and tells beside its configuration. */
export interface Surroundings {
  readonly clock: Clock
  readonly notify: (notice: DocumentNotice) => void
}

/**
 * Builds gate 1 out of a configuration, importing only the adapters that it names.
 *
 * @throws ConfigurationInvalid with the faults of every adapter at once
 */
export async function gateFrom(configuration: Configuration, { clock, notify }: Surroundings): Promise<Gate> {
  const { policy, permissions } = configuration
  const { freshForSeconds, staleForSeconds, ...store } = permissions
  const tried: Made<TokenVerifier>[] = await Promise.all(
    configuration.verifiers.map((choice, at) =>
      made(choice, verifiers, { path: ['verifiers', at], surroundings: { clock } }),
    ),
  )
  const stored = await made(store, documentStores, { path: ['permissions'], surroundings: {} })
  const document = livingDocument({
    store: allMade<TokenVerifier | DocumentStore>([...tried, stored]).at(-1) as DocumentStore,
    parse: permissionsFromText,
    clock,
    freshForSeconds,
    staleForSeconds,
    notify,
  })
  return {
    verifier: anyIssuer(allMade(tried)),
    permissions: documentPermissions(document),
    settings: { cacheSeconds: policy.cacheSeconds, expiry: policy.expiry },
    clock,
  }
}
