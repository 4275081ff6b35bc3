import { ConfigurationInvalid } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { type JwksOptions, jwks } from './jwks.ts'

const clock = { now: () => 0 }
const good = { issuer: 'https://idp.example.com/', audience: 'urn:api' }

/** As a JSON file or a careless caller may have them. */
function faultsOf(options: unknown) {
  try {
    jwks(options as JwksOptions, { clock })
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error
    return error.issues
  }
}
const paths = (options: unknown) => faultsOf(options).map(({ path }) => path.join('.'))

describe('the options', () => {
  it.each([
    [good],
    [{ ...good, audience: null }],
    [{ ...good, audience: ['urn:a', 'urn:b'] }],
    [{ ...good, jwksUri: undefined, algorithms: undefined, type: undefined }],
    [{ ...good, issuer: 'http://127.0.0.1:8080', jwksUri: 'http://localhost:8080/jwks' }],
    [{ ...good, issuer: 'http://[::1]:8080', jwksUri: 'https://idp.example.com/jwks?version=2' }],
    [{ ...good, algorithms: ['RS512'], type: 'JWT', scopeClaims: ['scp'], clockToleranceSeconds: 0 }],
    [{ ...good, keysMaxAgeSeconds: 60 }],
  ])('may be %j', (options) => {
    expect(faultsOf(options)).toEqual([])
  })

  it.each([
    ['issuer', { issuer: undefined }],
    ['issuer', { issuer: 'idp.example.com' }],
    ['issuer', { issuer: 'http://idp.example.com' }],
    ['issuer', { issuer: 'http://localhost.example.com' }],
    ['issuer', { issuer: 'http://127.0.0.1.example.com' }],
    ['issuer', { issuer: 'https://idp.example.com/?a=b' }],
    ['issuer', { issuer: 'https://user:word@idp.example.com/' }],
    ['audience', { audience: undefined }],
    ['audience', { audience: '' }],
    ['audience', { audience: [] }],
    ['audience', { audience: ['urn:a', ''] }],
    ['jwksUri', { jwksUri: 'http://idp.example.com/jwks' }],
    ['jwksUri', { jwksUri: 'file:///etc/passwd' }],
    ['algorithms', { algorithms: [] }],
    ['algorithms', { algorithms: 'RS256' }],
    ['algorithms.1', { algorithms: ['RS256', 'none'] }],
    ['algorithms.0', { algorithms: ['HS256'] }],
    ['type', { type: 'constructor' }],
    ['type', { type: null }],
    ['scopeClaims', { scopeClaims: 'scope' }],
    ['timeoutMilliseconds', { timeoutMilliseconds: 0 }],
    ['keysFreshForSeconds', { keysFreshForSeconds: '600' }],
    ['keysMaxAgeSeconds', { keysMaxAgeSeconds: 1.5 }],
    ['keysMaxAgeSeconds', { keysFreshForSeconds: 60, keysMaxAgeSeconds: 59 }],
    ['clockToleranceSeconds', { clockToleranceSeconds: 301 }],
    ['clockToleranceSeconds', { clockToleranceSeconds: Number.NaN }],
  ])('have a fault at %s when they say %j', (path, change) => {
    expect(paths({ ...good, ...change })).toEqual([path])
  })

  it('are no options at all when they are no object', () => {
    expect(faultsOf(null)).toMatchObject([{ path: [], found: 'null' }])
    expect(faultsOf(undefined)).toMatchObject([{ path: [], found: 'nothing' }])
  })

  it('have all their faults told at once, with the word that was meant', () => {
    const options = { issuer: 'idp', audiance: 'urn:api', algorithms: ['rs256'], type: 'at-jwt' }
    expect(faultsOf(options)).toMatchObject([
      { path: ['issuer'], found: '"idp"' },
      { path: ['audience'], found: 'nothing' },
      { path: ['algorithms', 0], didYouMean: 'RS256' },
      { path: ['type'], didYouMean: 'at+jwt' },
      { path: ['audiance'], didYouMean: 'audience' },
    ])
  })

  it('do not have a password repeated', () => {
    const [fault] = faultsOf({ ...good, issuer: 'https://user:word@idp.example.com/' })
    expect(JSON.stringify(fault)).not.toContain('word@')
  })
})
