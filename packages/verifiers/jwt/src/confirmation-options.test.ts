import { ConfigurationInvalid } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { auth0 } from './auth0.ts'
import { jwks } from './jwks.ts'
import { okta } from './okta.ts'

const surroundings = { clock: { now: () => 0 } }
const good = { issuer: 'https://idp.example.com/', audience: 'urn:api' }
const made = (options: object) => jwks({ ...good, ...options }, surroundings)

describe('the options about bound tokens', () => {
  it.each([
    [{}, []],
    [{ senderConstraint: undefined }, []],
    [{ senderConstraint: 'dpop' }, ['dpopProof']],
    [{ senderConstraint: 'mtls' }, ['clientCertificate']],
    [{ senderConstraint: ['mtls', 'dpop'] }, ['clientCertificate', 'dpopProof']],
    [
      { senderConstraint: ['dpop'], publicUrl: 'https://api.example.com/v1', proofFreshForSeconds: 300 },
      ['dpopProof'],
    ],
    [{ senderConstraint: ['dpop'], publicUrl: 'http://127.0.0.1:8080/dev' }, ['dpopProof']],
  ])('%j make a verifier that says it depends on %j', (options, dependsOn) => {
    expect(made(options).dependsOn).toEqual(dependsOn)
  })

  it.each([
    ['senderConstraint', { senderConstraint: 'DPoP' }],
    ['senderConstraint', { senderConstraint: [] }],
    ['senderConstraint', { senderConstraint: null }],
    ['senderConstraint', { senderConstraint: true }],
    ['senderConstraint[1]', { senderConstraint: ['dpop', 'tls'] }],
    ['publicUrl', { publicUrl: 'api.example.com' }],
    ['publicUrl', { publicUrl: 'http://api.example.com' }],
    ['publicUrl', { publicUrl: 'https://api.example.com/?a=b' }],
    ['proofFreshForSeconds', { proofFreshForSeconds: 0 }],
    ['proofFreshForSeconds', { proofFreshForSeconds: 301 }],
  ])('have a fault at %s when they say %j', (path, options) => {
    expect(() => made(options)).toThrow(ConfigurationInvalid)
    expect(() => made(options)).toThrow(`${path}: expected `)
  })

  it('are those of the dialects too, which say what they depend on', () => {
    const options = { audience: 'urn:api', senderConstraint: 'mtls' } as const
    const ofOkta = okta({ ...options, issuer: 'https://acme.okta.com/oauth2/default' }, surroundings)
    const ofAuth0 = auth0({ ...options, domain: 'acme.eu.auth0.com' }, surroundings)
    for (const { dependsOn } of [ofOkta, ofAuth0]) expect(dependsOn).toEqual(['clientCertificate'])
  })
})
