import type { Contract } from '@sallyport/kernel'
import { refused } from './answer.ts'
import type { VerifierStage } from './stage.ts'

/** For whom a token speaks, and for what. */
export const speakerClauses: Contract<VerifierStage> = [
  {
    promise: 'refuses a token that speaks for nobody as missing_claim',
    async keep(stage) {
      const claims = { sub: undefined, client_id: undefined }
      await refused(stage, await stage.mint({ claims }), ['missing_claim'])
    },
  },
  {
    promise: 'refuses a subject that is no text as bad_claim',
    async keep(stage) {
      for (const sub of ['', 7, null, ['ada'], { name: 'ada' }])
        await refused(stage, await stage.mint({ claims: { sub } }), ['bad_claim'])
    },
  },
  {
    promise: 'refuses scopes that are spelled otherwise than RFC 6749 says as bad_claim',
    async keep(stage) {
      for (const scope of [7, null, {}, [7], ['a b'], 'a\tb', 'a"b', 'a\\b', 'caf\u00e9', 'a\nb'])
        await refused(stage, await stage.mint({ claims: { scope } }), ['bad_claim'])
    },
  },
  {
    promise: 'refuses a token that is bound to a key as sender_constrained',
    async keep(stage) {
      for (const cnf of [{ jkt: 'AAAA' }, { 'x5t#S256': 'AAAA' }, {}, null])
        await refused(stage, await stage.mint({ claims: { cnf } }), ['sender_constrained'])
    },
  },
]
