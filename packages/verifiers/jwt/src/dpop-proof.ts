import type { Call } from '@sallyport/access'
import { createHash } from 'node:crypto'
import { defaultAlgorithms } from './algorithm.ts'
import { type CompactToken, readToken } from './compact-token.ts'
import type { ConfirmationSettings } from './confirmation-options.ts'
import { keyThumbprint } from './dpop-key.ts'
import type { SeenProofs } from './dpop-seen-proofs.ts'
import { calledTarget, comparableTarget } from './dpop-target.ts'
import { isJsonObject } from './json-object.ts'
import { publishedKeys } from './published-key.ts'
import { isSignedBy } from './signature.ts'

/** A token bound to a key, and the call that has to prove who sent it. */
export interface ProofCase {
  readonly token: string
  /** `cnf.jkt` of the token: the key's SHA-256 thumbprint (RFC 7638). */
  readonly thumbprint: unknown
  readonly call: Call
  readonly nowSeconds: number
}

export interface ProofRules extends Pick<ConfirmationSettings, 'publicUrl' | 'proofFreshForSeconds'> {
  readonly clockToleranceSeconds: number
}

/**
 * Looks for the first fault of a DPoP proof in the order of cost: every check of RFC 9449 section 4.3, the
 * binding of section 7, and last the single use of section 11.1, so that only good proofs are remembered.
 *
 * @returns the fault in words, or nothing for a proof that holds
 * @throws UpstreamUnavailable when nobody can tell whether the proof was used before
 */
export async function proofFault(
  given: ProofCase,
  rules: ProofRules,
  seenProofs: SeenProofs,
): Promise<string | undefined> {
  const [value, ...others] = given.call.headers?.['dpop'] ?? []
  if (value === undefined) return 'no DPoP header'
  if (others.length > 0) return 'several DPoP headers'
  const reading = readToken(value)
  if (reading.outcome === 'unreadable') return 'a DPoP header that is not one compact JWT'
  const { token: proof } = reading
  const fault =
    headerFault(proof) ?? targetFault(proof, given.call, rules) ?? bindingFault(proof, given, rules)
  return fault ?? keyFault(proof, given.thumbprint) ?? replayFault(proof, { given, rules, seenProofs })
}

function headerFault({ header }: CompactToken): string | undefined {
  if (['crit', 'b64'].some((name) => Object.hasOwn(header, name))) return 'a proof with an unknown extension'
  if (header['typ'] !== 'dpop+jwt') return 'a proof that is of another type'
  return defaultAlgorithms.some((name) => name === header['alg']) ? undefined : 'a proof by another algorithm'
}

function targetFault({ claims }: CompactToken, call: Call, rules: ProofRules): string | undefined {
  const { htm, htu } = claims
  if (typeof htm !== 'string' || htm !== call.method) return 'a proof for another method'
  const called = calledTarget(call, rules.publicUrl)
  return called !== undefined && comparableTarget(htu) === called ? undefined : 'a proof for another URL'
}

function bindingFault(
  { claims: { ath, iat, jti } }: CompactToken,
  { token, nowSeconds }: ProofCase,
  { proofFreshForSeconds, clockToleranceSeconds }: ProofRules,
): string | undefined {
  if (typeof iat !== 'number') return 'a proof without a time'
  if (iat > nowSeconds + clockToleranceSeconds) return 'a proof whose time is still to come'
  if (nowSeconds - iat > proofFreshForSeconds) return 'a proof that is too old'
  if (typeof jti !== 'string' || jti === '') return 'a proof without a name'
  return ath === sha256(token) ? undefined : 'a proof for another token'
}

function keyFault({ header, signed, signature }: CompactToken, thumbprint: unknown) {
  const { jwk } = header
  const [alg] = defaultAlgorithms.filter((name) => name === header['alg'])
  if (!isJsonObject(jwk) || alg === undefined) return 'a proof without a key'
  // Held to what an issuer's keys are held to: public, sound, and for this very algorithm.
  const key = publishedKeys({ keys: [jwk] }, [alg])?.keys[0]
  if (key === undefined) return 'a proof with a key that cannot be used'
  if (keyThumbprint(jwk) !== thumbprint) return 'a proof by another key'
  return isSignedBy(signed, signature, key.signatureKey) ? undefined : 'a proof that its key has not signed'
}

async function replayFault(
  { claims: { jti } }: CompactToken,
  { given, rules, seenProofs }: { given: ProofCase; rules: ProofRules; seenProofs: SeenProofs },
): Promise<string | undefined> {
  // Longer than any proof seen now can be fresh, its time being ahead of ours included.
  const keptForSeconds = rules.proofFreshForSeconds + rules.clockToleranceSeconds
  const until = (given.nowSeconds + keptForSeconds) * 1000
  const answer = await seenProofs.see(sha256(`${String(given.thumbprint)}.${String(jti)}`), until)
  return answer === 'first' ? undefined : 'a proof that was used before'
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url')
