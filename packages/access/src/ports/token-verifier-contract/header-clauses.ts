import type { Contract } from '@sallyport/kernel'
import { refused } from './answer.ts'
import type { VerifierStage } from './stage.ts'

/** What a token says of itself, and how it is signed. */
export const headerClauses: Contract<VerifierStage> = [
  {
    promise: 'refuses a token that says it needs no signature, in every spelling',
    async keep(stage) {
      for (const alg of ['none', 'None', 'NONE', 'nOnE', 'none '])
        for (const signer of ['nobody', 'issuer', 'stranger'] as const) {
          const token = await stage.forge({ header: { alg }, signer })
          await refused(stage, token, ['wrong_algorithm', 'malformed'])
        }
    },
  },
  {
    promise: 'refuses an HMAC made with the public key as its secret as wrong_algorithm',
    async keep(stage) {
      for (const alg of ['HS256', 'HS384', 'HS512'])
        await refused(stage, await stage.forge({ header: { alg }, signer: 'public-key' }), [
          'wrong_algorithm',
        ])
    },
  },
  {
    promise: 'refuses an algorithm spelled otherwise, or none named, as wrong_algorithm',
    async keep(stage) {
      for (const alg of ['rs256', 'es256', 'RS256 ', '', undefined, null, 256, ['RS256']])
        await refused(stage, await stage.forge({ header: { alg } }), ['wrong_algorithm'])
    },
  },
  {
    promise: "refuses a stranger's signature, whatever key it names or brings along",
    async keep(stage) {
      const jwk = { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }
      for (const header of [{}, { jwk }, { kid: 'stranger' }, { kid: 'stranger', jwk }, { x5c: ['AAAA'] }]) {
        const token = await stage.forge({ header, signer: 'stranger' })
        await refused(stage, token, ['bad_signature', 'unknown_key', 'unsupported_header'])
      }
    },
  },
  {
    promise: 'refuses headers that change how a token is read as unsupported_header',
    async keep(stage) {
      const shapes = [['exp'], ['unheard-of'], ['b64'], [], 'exp', null, { exp: true }]
      for (const crit of shapes)
        await refused(stage, await stage.forge({ header: { crit, exp: 1 } }), ['unsupported_header'])
      await refused(stage, await stage.forge({ header: { b64: false } }), ['unsupported_header'])
    },
  },
  {
    promise: 'takes the name of a key for a name and nothing else',
    async keep(stage) {
      const names = [
        '__proto__',
        'constructor',
        '../../etc/passwd',
        "' OR 1=1 --",
        '\r\n',
        '',
        'k'.repeat(5000),
      ]
      for (const kid of [...names, 7, null, ['k'], { toString: 'k' }])
        await refused(stage, await stage.forge({ header: { kid } }), ['unknown_key'])
    },
  },
  {
    promise: 'refuses other kinds of token of the same issuer as wrong_type',
    async keep(stage) {
      // An ID token, a logout token, a proof, an event, an introspection answer, and one without a type.
      const types = [
        'JOSE',
        'logout+jwt',
        'dpop+jwt',
        'secevent+jwt',
        'token-introspection+jwt',
        '',
        undefined,
        7,
      ]
      for (const typ of types) await refused(stage, await stage.forge({ header: { typ } }), ['wrong_type'])
      const idToken = { header: { typ: 'JWT' }, claims: { nonce: 'n', at_hash: 'h', scope: undefined } }
      await refused(stage, await stage.forge(idToken), ['wrong_type'])
    },
  },
]
