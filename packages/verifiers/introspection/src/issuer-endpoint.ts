import { type Clock, UpstreamUnavailable } from '@sallyport/kernel'
import type { Ask } from './answer-cache.ts'
import { answerReader } from './answer-reader.ts'
import { circuitBreaker } from './circuit-breaker.ts'
import { clientAuthentication } from './client-authentication.ts'
import { type Exchange, exchange } from './exchange.ts'
import type { IntrospectionSettings } from './introspection-options.ts'

/**
 * The issuer's introspection endpoint (RFC 7662 section 2). Asking it rejects with
 * `UpstreamUnavailable` whenever there is no answer to go by; that the gate is not allowed to ask is
 * such a case, and no verdict on the token.
 */
export function issuerEndpoint(settings: IntrospectionSettings, clock: Clock): Ask {
  const { endpoint, timeoutMilliseconds, signedBy } = settings
  const authenticate = clientAuthentication(settings.issuer, settings.client, clock)
  const breaker = circuitBreaker(clock, timeoutMilliseconds / 1000)
  const read = answerReader(settings, clock)

  const post = async (token: string, deadline: AbortSignal): Promise<Exchange> => {
    const form = new URLSearchParams({ token, token_type_hint: 'access_token' })
    const headers = new Map([
      ['accept', signedBy === undefined ? 'application/json' : 'application/token-introspection+jwt'],
      ['content-type', 'application/x-www-form-urlencoded'],
    ])
    await authenticate(form, headers)
    return exchange({ url: endpoint, method: 'POST', headers, body: form.toString() }, deadline)
  }

  return async (token) => {
    const upstream = `${endpoint.origin}${endpoint.pathname}`
    const wait = breaker.waitSeconds()
    if (wait !== undefined)
      throw new UpstreamUnavailable(upstream, { found: `failures; it is asked again in ${wait} s` })
    const deadline = AbortSignal.timeout(timeoutMilliseconds)
    const came = await post(token, deadline)
    if (came.outcome === 'failed' && came.fault === 'outage') breaker.failed(came.retryAfter)
    else breaker.succeeded()
    const reading = came.outcome === 'failed' ? came : await read(came, deadline)
    if (reading.outcome === 'failed') throw new UpstreamUnavailable(upstream, { found: reading.found })
    return reading.answer
  }
}
