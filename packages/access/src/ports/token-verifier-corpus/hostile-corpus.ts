import { algorithmAttacks } from './algorithm-attacks.ts'
import { claimAttacks } from './claim-attacks.ts'
import type { CorpusStage } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { formAttacks } from './form-attacks.ts'
import { goodTokens } from './good-tokens.ts'
import { headerAttacks } from './header-attacks.ts'
import { jsonAttacks } from './json-attacks.ts'
import { keyAttacks } from './key-attacks.ts'
import { kindAttacks } from './kind-attacks.ts'
import { partyAttacks } from './party-attacks.ts'
import { signatureAttacks } from './signature-attacks.ts'
import { spellingAttacks } from './spelling-attacks.ts'
import { timeAttacks } from './time-attacks.ts'

/**
 * More than a thousand tokens that must be refused, and the good ones a careless refusal would hit.
 *
 * They are written for verifiers of JWT access tokens by RFC 9068, in a TOKEN event and with scopes
 * in `scope`. Nothing is signed before a token is asked for, so parts of the corpus cost little.
 */
export function* hostileCorpus(stage: CorpusStage): Generator<CorpusToken> {
  yield* algorithmAttacks(stage)
  yield* keyAttacks(stage)
  yield* signatureAttacks(stage)
  yield* headerAttacks(stage)
  yield* formAttacks()
  yield* jsonAttacks(stage)
  yield* spellingAttacks()
  yield* claimAttacks()
  yield* partyAttacks(stage)
  yield* timeAttacks(stage)
  yield* kindAttacks()
  yield* goodTokens(stage)
}
