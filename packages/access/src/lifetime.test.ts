import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Identity } from './identity.ts'
import { type Expiry, lifetime } from './lifetime.ts'

const identity = (expiresAtSeconds?: number): Identity => ({
  issuer: 'https://idp.example.com/',
  subject: 'ada',
  scopes: new Set(),
  claims: {},
  ...(expiresAtSeconds === undefined ? {} : { expiresAtSeconds }),
})

const settle = (expiresAtSeconds: number | undefined, cacheSeconds: number, expiry: Expiry) =>
  lifetime(identity(expiresAtSeconds), { cacheSeconds, expiry }, 1000)

describe("a token's lifetime", () => {
  it('ends the policy with the token under condition', () => {
    expect(settle(1060, 300, 'condition')).toEqual({
      outcome: 'accepted',
      endsAtSeconds: 1060,
      check: {
        check: 'lifetime',
        outcome: 'passed',
        expected: 'a policy that ends with the token',
        found: '60 s left',
      },
    })
  })

  it.each([
    [1300, 'accepted'],
    [1299.9, 'refused'],
    [999, 'refused'],
  ])('is enough under refuse only when it outlasts the cache: exp %d is %s', (expiresAt, outcome) => {
    expect(settle(expiresAt, 300, 'refuse').outcome).toBe(outcome)
  })

  it('that is too short has a reason and a check that failed', () => {
    expect(settle(1299, 300, 'refuse')).toMatchObject({
      reason: 'lifetime_too_short',
      check: {
        outcome: 'failed',
        expected: 'at least the 300 s that the policy is cached',
        found: '299 s left',
      },
    })
  })

  it.each(['refuse', 'none'] as const)('writes no end into the policy under %s', (expiry) => {
    expect(settle(5000, 300, expiry)).not.toHaveProperty('endsAtSeconds')
  })

  it.each(['condition', 'refuse', 'none'] as const)(
    'without an exp is accepted under %s only when nothing is cached',
    (expiry) => {
      expect(settle(undefined, 0, expiry)).toMatchObject({ outcome: 'accepted' })
      expect(settle(undefined, 0, expiry)).not.toHaveProperty('endsAtSeconds')
      expect(settle(undefined, 1, expiry)).toMatchObject({ outcome: 'refused', reason: 'missing_claim' })
    },
  )

  it("never ends later than the token's own end, whatever the time", () => {
    const seconds = fc.double({ min: 0, max: 4e9, noNaN: true })
    fc.assert(
      fc.property(seconds, seconds, fc.nat(3600), (expiresAt, now, cacheSeconds) => {
        const life = lifetime(identity(expiresAt), { cacheSeconds, expiry: 'condition' }, now)
        const end = Math.floor(expiresAt)
        const expected =
          end <= now ? { outcome: 'refused', reason: 'expired' } : { outcome: 'accepted', endsAtSeconds: end }
        expect(life).toMatchObject(expected)
      }),
    )
  })

  it.each(['condition', 'refuse'] as const)(
    'is over at its end under %s, so that no dead policy is cached as a 403',
    (expiry) => {
      const over = lifetime(identity(1000), { cacheSeconds: 0, expiry }, 1000)
      expect(over).toMatchObject({ outcome: 'refused', reason: 'expired' })
      expect(lifetime(identity(1000), { cacheSeconds: 0, expiry }, 999)).toMatchObject({
        outcome: 'accepted',
      })
    },
  )

  it('is what the verifier tolerates where nothing binds the policy to it', () => {
    expect(lifetime(identity(1000), { cacheSeconds: 300, expiry: 'none' }, 1003)).toMatchObject({
      outcome: 'accepted',
    })
  })
})
