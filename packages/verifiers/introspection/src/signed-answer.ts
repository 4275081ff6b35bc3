import { constants, type KeyObject, verify } from 'node:crypto'
import type { FindKeys } from './answer-keys.ts'
import type { AnswerReading } from './answer-reader.ts'
import { failed } from './exchange.ts'
import type { IntrospectionSettings } from './introspection-options.ts'
import { isJsonObject, type JsonObject, jsonObject } from './json-object.ts'

/** Whom a signed answer must be from and for, and when. */
export interface AnswerTerms {
  readonly settings: Pick<IntrospectionSettings, 'issuer' | 'client' | 'clockToleranceSeconds'>
  readonly nowSeconds: number
}

/** An answer is made for the asking: an older one was kept by somebody. */
const oldestSeconds = 300

/** How a key must be used for an algorithm; `curve` for elliptic ones. */
const algorithms: Readonly<
  Record<string, { readonly type: string; readonly hash: string | null; readonly curve?: string }>
> = {
  RS256: { type: 'rsa', hash: 'sha256' },
  PS256: { type: 'rsa', hash: 'sha256' },
  ES256: { type: 'ec', hash: 'sha256', curve: 'prime256v1' },
  ES384: { type: 'ec', hash: 'sha384', curve: 'secp384r1' },
  EdDSA: { type: 'ed25519', hash: null },
  Ed25519: { type: 'ed25519', hash: null },
}

/**
 * Reads a signed answer (RFC 9701 section 5). One that is not the issuer's, not for us or not of now
 * is no answer at all, whatever it says of the token.
 */
export async function signedAnswer(
  body: Uint8Array,
  findKeys: FindKeys,
  terms: AnswerTerms,
): Promise<AnswerReading> {
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(Buffer.from(body).toString('latin1'))
  const [, first = '', second = '', third = ''] = parts ?? []
  const header = jsonObject(Buffer.from(first, 'base64url'))
  const claims = jsonObject(Buffer.from(second, 'base64url'))
  if (header === undefined || claims === undefined) return failed('answer', 'a signed answer that is no JWT')
  const fault = headerFault(header)
  if (fault !== undefined) return failed('answer', `a signed answer with ${fault}`)

  const keys = await findKeys(header)
  if ('outcome' in keys) return keys
  const input = Buffer.from(`${first}.${second}`)
  const signature = Buffer.from(third, 'base64url')
  if (!keys.some((key) => isSignedBy(key, String(header['alg']), { input, signature })))
    return failed('answer', 'a signed answer whose signature did not verify')
  const wrong = claimFault(claims, terms)
  if (wrong !== undefined) return failed('answer', `a signed answer with ${wrong}`)
  const { token_introspection: answer } = claims
  return isJsonObject(answer)
    ? { outcome: 'read', answer }
    : failed('answer', 'a signed answer without "token_introspection"')
}

function headerFault({ typ, alg, crit, b64 }: JsonObject): string | undefined {
  if (typeof typ !== 'string' || !/^(?:application\/)?token-introspection\+jwt$/i.test(typ))
    return 'another "typ"'
  if (typeof alg !== 'string' || !Object.hasOwn(algorithms, alg)) return 'another "alg"'
  return crit === undefined && b64 === undefined ? undefined : 'a "crit" or "b64"'
}

function isSignedBy(
  key: KeyObject,
  algorithm: string,
  { input, signature }: { readonly input: Uint8Array; readonly signature: Uint8Array },
): boolean {
  const use = algorithms[algorithm]
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (use === undefined || key.asymmetricKeyType !== use.type || namedCurve !== use.curve) return false
  if (use.type === 'rsa' && modulusLength < 2048) return false
  const padding = algorithm === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING
  const manner = use.type === 'rsa' ? { padding, saltLength: 32 } : { dsaEncoding: 'ieee-p1363' as const }
  try {
    return verify(use.hash, input, { key, ...manner }, signature)
  } catch {
    return false
  }
}

function claimFault(
  { iss, aud, iat, exp }: JsonObject,
  { settings: { issuer, client, clockToleranceSeconds }, nowSeconds }: AnswerTerms,
): string | undefined {
  if (iss !== issuer) return 'another "iss"'
  if (![aud].flat().includes(client.id)) return 'another "aud"'
  if (typeof iat !== 'number') return 'no "iat"'
  if (iat > nowSeconds + clockToleranceSeconds) return 'an "iat" still to come'
  if (iat < nowSeconds - oldestSeconds) return 'an "iat" of long ago'
  const isOver = exp !== undefined && !(typeof exp === 'number' && nowSeconds < exp + clockToleranceSeconds)
  return isOver ? 'an "exp" that has passed' : undefined
}
