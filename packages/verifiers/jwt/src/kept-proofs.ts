import { hash } from 'node:crypto'
import type { Check } from '@sallyport/kernel'
import type { CompactToken } from './compact-token.ts'
import type { PublishedKey } from './published-key.ts'

/** That a token is genuine. Whether it is alive and for us is another question, asked each time. */
export interface Proof extends Pick<CompactToken, 'header' | 'claims'> {
  readonly key: PublishedKey
  /** The key set of that moment. */
  readonly among: readonly PublishedKey[]
}

/** A proof, with the checks that led to it. */
export interface KeptProof extends Proof {
  readonly heard: readonly Check[]
}

export interface KeptProofs {
  /** What was found of this very text under these very keys, if it is still kept. */
  readonly find: (text: string, keys: readonly PublishedKey[]) => KeptProof | undefined
  readonly keep: (text: string, proof: KeptProof) => void
  readonly forget: (text: string) => void
}

/**
 * Keeps the proofs of the tokens that were seen last, under their SHA-256 and not under the tokens
 * themselves. All of them go as soon as the issuer publishes other keys.
 */
export function keptProofs(most: number): KeptProofs {
  const proofs = new Map<string, KeptProof>()
  let provenBy: readonly PublishedKey[] | undefined

  return {
    find(text, keys) {
      if (keys !== provenBy) {
        proofs.clear()
        return undefined
      }
      const name = nameOf(text)
      const proof = proofs.get(name)
      if (proof === undefined) return undefined
      // A map is in the order of insertion: what is used goes to its end, what is not comes to its front.
      proofs.delete(name)
      proofs.set(name, proof)
      return proof
    },
    keep(text, proof) {
      if (proof.among !== provenBy) proofs.clear()
      provenBy = proof.among
      proofs.set(nameOf(text), proof)
      const [oldest] = proofs.keys()
      if (proofs.size > most && oldest !== undefined) proofs.delete(oldest)
    },
    forget: (text) => void proofs.delete(nameOf(text)),
  }
}

function nameOf(text: string): string {
  return hash('sha256', text, 'base64')
}
