import { UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { anyIssuer } from './any-issuer.ts'
import { callFor, identityOf } from './gate.stage.ts'
import type { RefusalReason, TokenVerifier, Verification } from './ports/token-verifier.ts'

const explanation = { checks: [] }
const verified: Verification = { outcome: 'verified', identity: identityOf('a'), explanation }
const refused = (reason: RefusalReason): Verification => ({ outcome: 'refused', reason, explanation })
const answering = (answer: Verification): TokenVerifier => ({ verify: async () => answer })
const foreign = answering(refused('unknown_issuer'))
const never: TokenVerifier = { verify: () => Promise.reject(new UpstreamUnavailable('was asked')) }

const answerOf = (...verifiers: readonly TokenVerifier[]) => anyIssuer(verifiers).verify('token', callFor())

describe('several issuers', () => {
  it('answer with the verifier that knows the issuer, and ask no other after it', async () => {
    expect(await answerOf(foreign, answering(verified), never)).toBe(verified)
    expect(await answerOf(answering(refused('expired')), never)).toMatchObject({ reason: 'expired' })
  })

  it('refuse an issuer that none of them knows', async () => {
    expect(await answerOf(foreign, foreign)).toMatchObject({ outcome: 'refused', reason: 'unknown_issuer' })
  })

  it('reject on an outage of the issuer whose token it is', async () => {
    await expect(answerOf(foreign, never)).rejects.toThrow(UpstreamUnavailable)
  })

  it('depend on whatever one of them depends on, named once', () => {
    const proven: TokenVerifier = { ...foreign, dependsOn: ['dpopProof'] }
    const certified: TokenVerifier = { ...foreign, dependsOn: ['clientCertificate', 'dpopProof'] }
    expect(anyIssuer([foreign, proven, certified]).dependsOn).toEqual(['dpopProof', 'clientCertificate'])
    expect(anyIssuer([foreign, foreign]).dependsOn).toEqual([])
  })

  it('are one verifier when there is one, and none is a fault', () => {
    expect(anyIssuer([foreign])).toBe(foreign)
    expect(() => anyIssuer([])).toThrow(RangeError)
  })
})
