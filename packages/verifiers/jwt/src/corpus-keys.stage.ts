import type { JWK } from 'jose'
import { canary, type CorpusKey, type CorpusSecret, type CorpusStage } from '@sallyport/access/contracts'
import {
  constants,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  sign,
  type SignKeyObjectInput,
} from 'node:crypto'

/** Both halves of a key, as Node keeps them. */
export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export type CorpusKeys = Readonly<Record<CorpusKey, KeyPair>>

/** A stranger and another issuer give their keys the name that the issuer gave its own. */
export const keyIds: Readonly<Record<CorpusKey, string>> = {
  issuer: 'key-1',
  unlabelled: 'key-2',
  encryption: 'key-3',
  weak: 'key-4',
  stranger: 'key-1',
  'other-issuer': 'key-1',
}

const publishedSecret = Buffer.from(`${canary}, a secret that an issuer published`)

export function corpusKeys(algorithm: string): CorpusKeys {
  return {
    issuer: pairFor(algorithm),
    unlabelled: pairFor(algorithm),
    encryption: pairFor(algorithm),
    weak: generateKeyPairSync('rsa', { modulusLength: 1024 }),
    stranger: pairFor(algorithm),
    'other-issuer': pairFor(algorithm),
  }
}

function pairFor(algorithm: string): KeyPair {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519')
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

export const jwkOf = ({ publicKey }: KeyPair) => publicKey.export({ format: 'jwk' }) as JWK

/** What the issuer publishes: its key, and much that is no use to a verifier. */
export function publishedBy(keys: CorpusKeys, algorithm: string): readonly (JWK | null)[] {
  const named = (name: CorpusKey) => ({ ...jwkOf(keys[name]), kid: keyIds[name] })
  const secret = {
    kty: 'oct',
    k: publishedSecret.toString('base64url'),
    kid: 'published-secret',
    alg: 'HS256',
  }
  return [
    { ...named('weak'), alg: 'RS256' },
    { ...named('encryption'), use: 'enc' },
    { kty: 'EC', crv: 'P-256', x: 'AAAA', kid: 'broken' },
    null,
    secret,
    named('unlabelled'),
    { ...named('issuer'), alg: algorithm, use: 'sig' },
  ]
}

/** The two ways the corpus has its tokens signed. */
export function signingWith(keys: CorpusKeys, own: string): Pick<CorpusStage, 'sign' | 'hmac'> {
  return {
    async sign(input, { key, algorithm }) {
      const { privateKey } = keys[key]
      return sign(
        hashFor(privateKey, algorithm, own),
        Buffer.from(input),
        inputFor(privateKey, algorithm),
      ).toString('base64url')
    },
    async hmac(input, { secret, algorithm }) {
      const bytes = secretBytes(keys.issuer, secret)
      return createHmac(`sha${algorithm.slice(2)}`, bytes)
        .update(input)
        .digest('base64url')
    },
  }
}

/** The hash of the algorithm where the key can use it, else that of the issuer's own algorithm. */
function hashFor({ asymmetricKeyType: type }: KeyObject, algorithm: string, own: string): string | null {
  if (type === 'ed25519') return null
  const able = type === 'rsa' ? /^[RP]S(?:256|384|512)$/ : /^ES(?:256|384|512)$/
  const [size] = /\d{3}$/.exec(able.test(algorithm) ? algorithm : own) ?? []
  return `sha${size ?? 256}`
}

function inputFor(key: KeyObject, algorithm: string): SignKeyObjectInput {
  if (key.asymmetricKeyType === 'ec') return { key, dsaEncoding: 'ieee-p1363' }
  if (!/^PS\d{3}$/.test(algorithm)) return { key }
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
}

function secretBytes(pair: KeyPair, secret: CorpusSecret): string | Buffer {
  const { n, x, ...jwk } = jwkOf(pair)
  const pem = pair.publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const spellings: Readonly<Record<CorpusSecret, string | Buffer>> = {
    pem,
    'pem-trimmed': pem.trim(),
    'pem-after-white-space': `\n ${pem}`,
    'pem-after-a-prefix': `key: ${pem}`,
    der: pair.publicKey.export({ format: 'der', type: 'spki' }),
    jwk: JSON.stringify({ ...jwk, n, x }),
    number: Buffer.from(n ?? x ?? '', 'base64url'),
    'key-id': keyIds.issuer,
    nothing: '',
    'published-secret': publishedSecret,
  }
  return spellings[secret]
}
