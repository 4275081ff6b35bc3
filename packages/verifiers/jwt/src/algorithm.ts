/** Signature algorithms that are verified here (RFC 7518 section 3.1, RFC 8037, RFC 9864). */
export const knownAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const

export type Algorithm = (typeof knownAlgorithms)[number]

export const defaultAlgorithms: readonly Algorithm[] = [
  'RS256',
  'PS256',
  'ES256',
  'ES384',
  'EdDSA',
  'Ed25519',
]

export function isAlgorithm(word: unknown): word is Algorithm {
  return knownAlgorithms.some((known) => known === word)
}

/** Bytes of a signature where the algorithm fixes them; RSA's depend on the key. */
export const signatureBytes: Readonly<Partial<Record<Algorithm, number>>> = {
  ES256: 64,
  ES384: 96,
  ES512: 132,
  EdDSA: 64,
  Ed25519: 64,
}

const curveAlgorithms: Readonly<Record<string, readonly Algorithm[]>> = {
  'EC P-256': ['ES256'],
  'EC P-384': ['ES384'],
  'EC P-521': ['ES512'],
  'OKP Ed25519': ['EdDSA', 'Ed25519'],
}

/** The algorithms a key of this type and curve can take part in. */
export function algorithmsOf(keyType: unknown, curve: unknown): readonly Algorithm[] {
  if (keyType === 'RSA') return knownAlgorithms.filter((name) => /^[RP]S/.test(name))
  return typeof keyType === 'string' && typeof curve === 'string'
    ? (curveAlgorithms[`${keyType} ${curve}`] ?? [])
    : []
}
