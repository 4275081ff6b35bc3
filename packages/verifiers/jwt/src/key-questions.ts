import { type Algorithm, isAlgorithm } from './algorithm.ts'
import type { CompactToken } from './compact-token.ts'
import type { KeyStore } from './key-store.ts'
import { longestKeyIdCharacters, type PublishedKey } from './published-key.ts'
import { passed, type Question, refused } from './question.ts'
import { isSignedBy } from './signature.ts'

/** Which key vouches for a token, or why none does. */
export type KeyChoice =
  | { readonly outcome: 'proven'; readonly key: PublishedKey; readonly among: readonly PublishedKey[] }
  | { readonly outcome: 'unproven' }
  | { readonly outcome: 'unknown_key'; readonly found: string }
  | { readonly outcome: 'wrong_algorithm' }

export const keyQuestions: readonly Question<KeyChoice>[] = [
  {
    check: 'key',
    expected: 'a key that the issuer publishes for this algorithm',
    answer: (choice) => {
      if (choice.outcome === 'unknown_key') return refused('unknown_key', choice.found)
      return choice.outcome === 'wrong_algorithm'
        ? refused('wrong_algorithm', 'a key for another algorithm')
        : passed
    },
  },
  {
    check: 'signature',
    expected: 'the signature of that key over these very bytes',
    answer: ({ outcome }) => (outcome === 'unproven' ? refused('bad_signature', 'another') : passed),
  },
]

/**
 * Finds the issuer's key for a token and tries it; without a promise where the key is at hand.
 *
 * @throws UpstreamUnavailable when the issuer cannot be asked: an unknown key is only unknown once
 * the issuer's own keys of this moment say so
 */
export function provenKey(token: CompactToken, keys: KeyStore): KeyChoice | Promise<KeyChoice> {
  const { alg, kid } = token.header
  if (!isAlgorithm(alg)) return { outcome: 'wrong_algorithm' }
  const isName = typeof kid === 'string' && kid.length <= longestKeyIdCharacters
  if (kid !== undefined && !isName) return { outcome: 'unknown_key', found: 'a name no key can have' }
  const candidates = keys.choose((published) => candidatesFor(published, kid, alg))
  const conclude = (found: Candidates | undefined) => tried(token, found, alg)
  return candidates instanceof Promise ? candidates.then(conclude) : conclude(candidates)
}

function tried(
  { header, signed, signature }: CompactToken,
  found: Candidates | undefined,
  algorithm: Algorithm,
): KeyChoice {
  if (found === undefined) return { outcome: 'unknown_key', found: 'none' }
  const fitting = found.candidates.filter(({ algorithms }) => algorithms.includes(algorithm))
  if (fitting.length === 0) return { outcome: 'wrong_algorithm' }
  if (header['kid'] === undefined && fitting.length > 1)
    return { outcome: 'unknown_key', found: 'several, and a token that names none' }
  // An issuer may give several keys one name; each of them is its own.
  const key = fitting.find(({ signatureKey }) => isSignedBy(signed, signature, signatureKey))
  return key === undefined ? { outcome: 'unproven' } : { outcome: 'proven', key, among: found.published }
}

interface Candidates {
  readonly published: readonly PublishedKey[]
  readonly candidates: readonly PublishedKey[]
}

/** Nothing, where a newer key set might know more. */
function candidatesFor(
  published: readonly PublishedKey[],
  keyId: string | undefined,
  algorithm: Algorithm,
): Candidates | undefined {
  const candidates =
    keyId === undefined
      ? published.filter(({ algorithms }) => algorithms.includes(algorithm))
      : published.filter((key) => key.keyId === keyId)
  return candidates.length === 0 ? undefined : { published, candidates }
}
