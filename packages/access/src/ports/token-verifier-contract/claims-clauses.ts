import type { Contract } from '@sallyport/kernel'
import { accepted, refused } from './answer.ts'
import type { VerifierStage } from './stage.ts'

/** Whom a token is for, and when. */
export const claimClauses: Contract<VerifierStage> = [
  {
    promise: 'refuses a token meant for another API as wrong_audience',
    async keep(stage) {
      const { audience } = stage
      const others = ['urn:someone-else', [], ['urn:a', 'urn:b'], `${audience}/`, audience.slice(0, -1), '']
      for (const other of others)
        await refused(stage, await stage.mint({ audience: other }), ['wrong_audience'])
    },
  },
  {
    promise: 'accepts a token meant for several APIs, this one among them',
    async keep(stage) {
      await accepted(stage, await stage.mint({ audience: ['urn:someone-else', stage.audience] }))
    },
  },
  {
    promise: 'refuses an audience that is neither text nor a list of texts as bad_claim',
    async keep(stage) {
      const { audience } = stage
      for (const aud of [7, null, { [audience]: true }, [audience, 7], [[audience]]])
        await refused(stage, await stage.mint({ claims: { aud } }), ['bad_claim'])
    },
  },
  {
    promise: 'refuses a token without an audience as missing_claim',
    async keep(stage) {
      await refused(stage, await stage.mint({ claims: { aud: undefined } }), ['missing_claim'])
    },
  },
  {
    promise: 'refuses an expired token as expired',
    async keep(stage) {
      for (const livesForSeconds of [-301, -100_000_000])
        await refused(stage, await stage.mint({ livesForSeconds, claims: { iat: 1 } }), ['expired'])
    },
  },
  {
    promise: 'refuses an end that is no time in seconds as bad_claim',
    async keep(stage) {
      const soon = stage.nowSeconds() + 100
      for (const exp of [String(soon), null, true, [soon], {}, soon * 1000])
        await refused(stage, await stage.mint({ claims: { exp } }), ['bad_claim'])
    },
  },
  {
    promise: 'refuses a token whose time has not come as not_yet_valid',
    async keep(stage) {
      await refused(stage, await stage.mint({ startsInSeconds: 400, livesForSeconds: 800 }), [
        'not_yet_valid',
      ])
    },
  },
  {
    promise: 'refuses a beginning that is no time in seconds as bad_claim',
    async keep(stage) {
      for (const nbf of ['0', null, false, [0]])
        await refused(stage, await stage.mint({ claims: { nbf } }), ['bad_claim'])
    },
  },
]
