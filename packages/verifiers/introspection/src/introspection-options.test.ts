import { ConfigurationInvalid } from '@sallyport/kernel'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { introspection } from './index.ts'

const clock = { now: () => 0 }
const good = {
  issuer: 'https://idp.example.com/',
  audience: 'https://api.example.com',
  endpoint: 'https://idp.example.com/introspect',
  client: { id: 'gate', secret: 'canary-7f3a' },
}
const withOptions = (changes: object) => () => introspection({ ...good, ...changes }, { clock })
const keyed = (key: unknown) => ({ client: { id: 'gate', authentication: 'private_key_jwt', key } })
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const edwards = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey

describe('the options of introspection', () => {
  it.each([
    [{}],
    [{ audience: null }],
    [{ audience: ['a', 'b'], opaque: true, jwt: false }],
    [{ endpoint: 'http://127.0.0.1:1/introspect' }],
    [{ jwt: true, jwksUri: 'https://idp.example.com/jwks' }],
    [{ client: { id: 'gate', secret: 's', authentication: 'client_secret_post' } }],
    [keyed(privateKey.export({ format: 'jwk' }))],
    [keyed(privateKey.export({ format: 'pem', type: 'sec1' }))],
    [keyed({ ...edwards, alg: 'EdDSA' })],
  ])('may be %j', (changes) => {
    expect(withOptions(changes)).not.toThrow()
  })

  it.each<[string, object]>([
    ['issuer: expected an https:// URL', { issuer: 'http://idp.example.com' }],
    ['audience: expected a text, a list of texts, or null', { audience: undefined }],
    ['audience: expected a text, a list of texts, or null', { audience: [] }],
    ['endpoint: expected an https:// URL, or http:// to loopback', { endpoint: 'http://idp.example.com/i' }],
    ['endpoint: expected an https:// URL, or http:// to loopback', { endpoint: undefined }],
    ['client: expected an object with an id, found nothing', { client: undefined }],
    ['client.id: expected a text', { client: { secret: 'canary-7f3a' } }],
    ['client.secret: expected a text', { client: { id: 'gate' } }],
    ['client.secret: expected a text', { client: { id: 'gate', secret: { env: 'canary-7f3a' } } }],
    ['client.secert: expected no such option', { client: { ...good.client, secert: 'canary-7f3a' } }],
    [
      'did you mean "client_secret_post"?',
      { client: { ...good.client, authentication: 'client_secret_pots' } },
    ],
    ['client.key: expected a private JWK', keyed(undefined)],
    ['client.key: expected a private JWK', keyed('canary-7f3a')],
    ['client.key: expected a private JWK', keyed(publicKey.export({ format: 'jwk' }))],
    ['client.key: expected a private JWK', keyed(small.export({ format: 'jwk' }))],
    ['client.key: expected a private JWK', keyed({ ...edwards, alg: 'ES256' })],
    ['client.key: expected a private JWK', { client: { ...good.client, key: 'canary-7f3a' } }],
    ['cacheSeconds: expected a whole number of seconds from 0 to 3600', { cacheSeconds: 3601 }],
    ['timeoutMilliseconds: expected a whole number', { timeoutMilliseconds: 0 }],
    ['clockToleranceSeconds: expected a whole number', { clockToleranceSeconds: '5' }],
    ['jwt: expected true or false', { jwt: 'yes' }],
    ['jwksUri: expected an https:// URL', { jwt: true }],
    ['jwksUri: expected an https:// URL', { jwksUri: 'https://idp.example.com/jwks' }],
    ['cacheSecond: expected no such option, found it; did you mean "cacheSeconds"?', { cacheSecond: 1 }],
  ])('are refused with "%s"', (message, changes) => {
    expect(withOptions(changes)).toThrow(ConfigurationInvalid)
    expect(withOptions(changes)).toThrow(message)
    expect(withOptions(changes)).not.toThrow(/canary-7f3a/)
  })

  it('are judged all at once', () => {
    expect(withOptions({ issuer: 1, endpoint: 2, client: { id: 3 } })).toThrow(
      /issuer: .*; endpoint: .*; client\.id: .*; client\.secret: /,
    )
  })
})
