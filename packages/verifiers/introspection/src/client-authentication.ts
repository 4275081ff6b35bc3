import type { Clock } from '@sallyport/kernel'
import {
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  modifyAssertion,
  PrivateKeyJwt,
} from 'openid-client'
import { clientKey, webAlgorithm } from './client-key.ts'
import type { IntrospectionClient } from './introspection-options.ts'

/** Puts into a request who is asking. */
export type Authenticate = (form: URLSearchParams, headers: Map<string, string>) => Promise<void>

/**
 * Authenticates the gate at its issuer, as openid-client does it: Basic credentials are form-encoded
 * first (RFC 6749 section 2.3.1), and the audience of an assertion is the issuer and nothing else
 * (draft-ietf-oauth-rfc7523bis), so that no other server can use it.
 */
export function clientAuthentication(
  issuer: string,
  client: IntrospectionClient,
  clock: Clock,
): Authenticate {
  let method: Promise<ClientAuth> | undefined
  return async (form, headers) => {
    method ??= methodOf(client, clock)
    const authenticate = await method
    // The methods only ever `set` a header; a touch of the global `Headers` would load undici.
    // It says it returns nothing, and returns a promise where it signs.
    const done: unknown = authenticate(
      { issuer },
      { client_id: client.id },
      form,
      headers as unknown as Headers,
    )
    await Promise.resolve(done)
  }
}

async function methodOf(client: IntrospectionClient, clock: Clock): Promise<ClientAuth> {
  const { authentication, secret = '' } = client
  if (authentication === 'private_key_jwt') return assertionMethod(client, clock)
  return authentication === 'client_secret_post' ? ClientSecretPost(secret) : ClientSecretBasic(secret)
}

/** An assertion is good for this long. */
const assertionSeconds = 60

async function assertionMethod({ key: written }: IntrospectionClient, clock: Clock): Promise<ClientAuth> {
  const own = clientKey(written)
  if (own === undefined) throw new TypeError('client.key: expected a private key, found something else')
  const { key, algorithm, keyId } = own
  const der = key.export({ type: 'pkcs8', format: 'der' })
  const imported = await crypto.subtle.importKey('pkcs8', der, webAlgorithm(algorithm), false, ['sign'])
  const signing = { key: imported, ...(keyId === undefined ? {} : { kid: keyId }) }
  return PrivateKeyJwt(signing, {
    [modifyAssertion](header, claims) {
      const nowSeconds = Math.floor(clock.now() / 1000)
      // Edwards keys have two names, and an issuer may know only the one that was registered.
      header['alg'] = algorithm
      claims['iat'] = nowSeconds
      claims['exp'] = nowSeconds + assertionSeconds
      // An issuer whose clock is a second behind would turn us away.
      delete claims['nbf']
    },
  })
}
