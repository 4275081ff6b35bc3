import type { Gate, PermissionSource, TokenVerifier } from '@sallyport/access'
import type { Clock, DocumentNotice } from '@sallyport/kernel'
import { type Environment } from '@sallyport/composition'
import { adapterOf, allMade, type Made, madeWithSecrets } from '@sallyport/composition/configured'
import type { Configuration } from './configuration-document.ts'
import { type IssuerRoute, issuerRoutes } from './issuer-routes.ts'
import { permissionSource } from './permission-sources.ts'
import { type VerifierSurroundings, verifiers } from './verifiers.ts'

/** What a gate is told and tells beside its configuration. */
export interface Surroundings {
  readonly clock: Clock
  readonly notify: (notice: DocumentNotice) => void
  readonly notifyKeys: VerifierSurroundings['notify']
  /** Where secrets may be. */
  readonly environment: Environment
}

/**
 * Builds gate 1 out of a configuration, importing only the adapters that it names.
 *
 * @throws ConfigurationInvalid with the faults of every adapter at once
 */
export async function gateFrom(
  configuration: Configuration,
  { clock, notify, notifyKeys, environment }: Surroundings,
): Promise<Gate> {
  const { policy } = configuration
  const tried: Made<TokenVerifier>[] = await Promise.all(
    configuration.verifiers.map((choice, at) => {
      const path = ['verifiers', at]
      // Which tokens a verifier gets is our affair, and no option of its own.
      const options = Object.fromEntries(Object.entries(choice).filter(([name]) => name !== 'opaque'))
      const place = { path, surroundings: { clock, notify: notifyKeys }, environment }
      return madeWithSecrets({ ...options, use: choice.use }, verifiers, place)
    }),
  )
  const permissions = await permissionSource(configuration.permissions, { clock, notify, environment })
  // Asked together, so that every fault of every adapter is in one answer.
  allMade<TokenVerifier | PermissionSource>([...tried, permissions])
  return {
    verifier: issuerRoutes(routesOf(configuration.verifiers, allMade(tried))),
    permissions: adapterOf(permissions),
    settings: { cacheSeconds: policy.cacheSeconds, expiry: policy.expiry },
    cacheKey: policy.identitySources,
    clock,
  }
}

type Choices = Configuration['verifiers']

/** A lone introspection takes the opaque tokens without being told to. */
function routesOf(choices: Choices, adapters: readonly TokenVerifier[]): readonly IssuerRoute[] {
  const saysOpaque = choices.some(({ opaque }) => opaque === true)
  const introspections = choices.filter(({ use }) => use === 'introspection')
  return choices.flatMap((choice, at) => {
    const verifier = adapters[at]
    if (verifier === undefined) return []
    const isLone = !saysOpaque && introspections.length === 1 && choice.use === 'introspection'
    const issuer = issuerOf(choice)
    return [
      { verifier, opaque: choice['opaque'] === true || isLone, ...(issuer === undefined ? {} : { issuer }) },
    ]
  })
}

function issuerOf({ issuer, domain }: Choices[number]): string | undefined {
  if (typeof issuer === 'string') return issuer
  return typeof domain === 'string' ? `https://${domain}/` : undefined
}
