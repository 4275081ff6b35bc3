import { UpstreamUnavailable } from '@sallyport/kernel'
import { download, upstreamName } from './download.ts'
import { isJsonObject } from './json-object.ts'
import { secureUrl } from './secure-url.ts'

/**
 * Where the issuer says its keys are, by its metadata: RFC 8414 section 3, or OpenID Connect
 * Discovery section 4. Only a document that names the very same issuer counts (RFC 8414 section 3.3).
 *
 * @throws UpstreamUnavailable when neither place has such a document
 */
export async function discover(issuer: string, deadline: AbortSignal): Promise<URL> {
  const [first, second] = metadataPlaces(issuer)
  try {
    return await keysPlace(issuer, first, deadline)
  } catch (failure) {
    if (deadline.aborted) throw failure
    return keysPlace(issuer, second, deadline)
  }
}

/** RFC 8414 inserts its path before the issuer's, OpenID Connect appends it. */
export function metadataPlaces(issuer: string): readonly [URL, URL] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return [
    new URL(`${origin}/.well-known/oauth-authorization-server${path}`),
    new URL(`${origin}${path}/.well-known/openid-configuration`),
  ]
}

async function keysPlace(issuer: string, place: URL, deadline: AbortSignal): Promise<URL> {
  const metadata = await download(place, deadline)
  const unusable = (found: string) => new UpstreamUnavailable(upstreamName(place), { found })
  if (!isJsonObject(metadata)) throw unusable('a document that is no metadata')
  if (metadata['issuer'] !== issuer) throw unusable('metadata of another issuer')
  const keys = secureUrl(metadata['jwks_uri'])
  if (keys === undefined) throw unusable('metadata without an https:// jwks_uri')
  return keys
}
