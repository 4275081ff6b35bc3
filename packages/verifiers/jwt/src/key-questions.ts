import { type Algorithm, isAlgorithm } from './algorithm.ts'
import type { CompactToken } from './compact-token.ts'
import type { KeySet } from './key-set.ts'
import { longestKeyIdCharacters, type PublishedKey } from './published-key.ts'
import { passed, type Question, refused } from './question.ts'
import { isSignedBy } from './signature.ts'

/** Which key vouches for a token, or why none does. */
export type KeyChoice =
  | { readonly outcome: 'proven'; readonly key: PublishedKey }
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
 * Finds the issuer's key for a token and tries it.
 *
 * @throws UpstreamUnavailable when the issuer cannot be asked: an unknown key is only unknown once
 * the issuer's own keys of this moment say so
 */
export async function provenKey(token: CompactToken, keys: KeySet): Promise<KeyChoice> {
  const { alg, kid } = token.header
  if (!isAlgorithm(alg)) return { outcome: 'wrong_algorithm' }
  const isName = typeof kid === 'string' && kid.length <= longestKeyIdCharacters
  if (kid !== undefined && !isName) return { outcome: 'unknown_key', found: 'a name no key can have' }
  const candidates = await keys.choose((published) => candidatesFor(published, kid, alg))
  if (candidates === undefined) return { outcome: 'unknown_key', found: 'none' }
  const fitting = candidates.filter(({ algorithms }) => algorithms.includes(alg))
  if (fitting.length === 0) return { outcome: 'wrong_algorithm' }
  if (kid === undefined && fitting.length > 1)
    return { outcome: 'unknown_key', found: 'several, and a token that names none' }
  return firstProof(token, fitting, alg)
}

/** Nothing, where a newer key set might know more. */
function candidatesFor(
  published: readonly PublishedKey[],
  keyId: string | undefined,
  algorithm: Algorithm,
): readonly PublishedKey[] | undefined {
  const candidates =
    keyId === undefined
      ? published.filter(({ algorithms }) => algorithms.includes(algorithm))
      : published.filter((key) => key.keyId === keyId)
  return candidates.length === 0 ? undefined : candidates
}

/** An issuer may give several keys one name; each of them is its own. */
async function firstProof(
  token: CompactToken,
  keys: readonly PublishedKey[],
  algorithm: Algorithm,
): Promise<KeyChoice> {
  for (const key of keys) if (await isSignedBy(token, key, algorithm)) return { outcome: 'proven', key }
  return { outcome: 'unproven' }
}
