import { UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { methodArn } from '../../method-arn.ts'
import type { TokenVerifier, Verification } from '../token-verifier.ts'
import { canary } from './corpus-stage.ts'
import { faultMatrix } from './fault-matrix.ts'
import type { FaultStage } from './fault-stage.ts'

const arn = methodArn('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/pets')
if (arn === undefined) throw new Error('arn: expected a method ARN, found another text')
const methodOf = arn

/** Tokens that say what they are, and a place without a network. */
function stageWith(verify: TokenVerifier['verify'], fetches = () => 0): FaultStage {
  return {
    verifier: { verify },
    call: { methodArn: methodOf, kind: 'token' },
    known: async () => 'known',
    rotated: async () => 'rotated',
    forged: async () => `forged.${canary}`,
    poisoned: async () => 'poisoned',
    begin: () => undefined,
    end: () => undefined,
    passSeconds: () => undefined,
    keysFreshForSeconds: 600,
    keysMaxAgeSeconds: 3600,
    fetches,
    settled: async () => undefined,
  }
}

const explanation = { checks: [] }
const verified: Verification = {
  outcome: 'verified',
  identity: { issuer: 'i', subject: 's', scopes: new Set(), claims: {} },
  explanation,
}
const brokenBy = (make: () => FaultStage) =>
  Promise.all(
    faultMatrix.map(({ keep }) =>
      keep(make()).then(
        () => 'kept',
        (broken: unknown) => String(broken),
      ),
    ),
  )

describe('the fault matrix', () => {
  it('has 18 faults at three states of the cache', () => {
    expect(faultMatrix).toHaveLength(54)
    expect(new Set(faultMatrix.map(({ promise }) => promise)).size).toBe(54)
  })

  it('lets no verifier pass that fails open', async () => {
    expect(await brokenBy(() => stageWith(async () => verified))).not.toContain('kept')
  })

  it('lets no verifier pass that takes an outage for a bad token', async () => {
    const refusal: Verification = { outcome: 'refused', reason: 'unknown_key', explanation }
    expect(await brokenBy(() => stageWith(async () => refusal))).not.toContain('kept')
  })

  it('lets no verifier pass that forgets its keys in an outage', async () => {
    const verify = async () => {
      throw new UpstreamUnavailable('issuer')
    }
    expect(await brokenBy(() => stageWith(verify))).not.toContain('kept')
  })

  it('lets no verifier pass that fails by another error, or tells a token by its failure', async () => {
    const failures = [new Error('issuer'), new UpstreamUnavailable(canary)]
    for (const failure of failures) {
      const broken = await brokenBy(() => stageWith(() => Promise.reject(failure)))
      expect(broken.filter((complaint) => !/another failure|a token in a failure/.test(complaint))).toEqual(
        [],
      )
    }
  })

  it('lets no verifier pass that asks the issuer for every call', async () => {
    const honest: TokenVerifier['verify'] = async (token) => {
      if (token === 'known') return verified
      if (token === 'rotated') throw new UpstreamUnavailable('issuer')
      return { outcome: 'refused', reason: 'bad_signature', explanation }
    }
    let fetches = 0
    const broken = await brokenBy(() => stageWith(honest, () => (fetches += 10)))
    expect(broken.filter((complaint) => complaint.includes('asked the issuer'))).toHaveLength(28)
  })
})
