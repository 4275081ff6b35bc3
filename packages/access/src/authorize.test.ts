import { DocumentInvalid, livingDocument, UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { authorize, type Gate } from './authorize.ts'
import { callFor, documentOf, identityOf, now, settings } from './gate.stage.ts'
import { documentPermissions, permissionsFromText } from './permissions.ts'
import type { Guard } from './ports/guard.ts'
import type { PermissionSource } from './ports/permission-source.ts'
import type { TokenVerifier, Verification } from './ports/token-verifier.ts'

const signature = { check: 'signature', outcome: 'passed', expected: 'a signature', found: 'one' } as const
const verified: Verification = {
  outcome: 'verified',
  identity: identityOf('pets:read'),
  explanation: { checks: [signature] },
}
const refused: Verification = {
  outcome: 'refused',
  reason: 'expired',
  explanation: { checks: [{ ...signature, outcome: 'failed' }] },
}
const { index } = documentOf({ scopes: { 'pets:read': ['GET /pets'] } })
const source: PermissionSource = {
  grants: async (scopes, api) => ({ grants: index.lookUp(scopes, api), version: 'v7' }),
}

const gate = (changes: Partial<Gate> = {}): Gate => ({
  verifier: { verify: async () => verified },
  permissions: source,
  settings,
  clock: { now: () => now * 1000 },
  ...changes,
})
const answering = (verification: Verification): Partial<Gate> => ({
  verifier: { verify: async () => verification },
})
const failing = (failure: Error) => () => Promise.reject(failure)

describe('authorize', () => {
  it('answers a verified caller with the policy, and the version that it was decided by', async () => {
    const answer = await authorize('token', callFor(), gate())
    expect(answer).toMatchObject({
      outcome: 'decided',
      granted: 'some',
      identity: verified.identity,
      version: 'v7',
      policy: { Version: '2012-10-17' },
      explanation: { verdict: 'allow' },
    })
    expect(answer.explanation.checks.map(({ check }) => check)).toEqual([
      'signature',
      'lifetime',
      'permission',
    ])
  })

  it('refuses the DPoP scheme where no verifier looks at proofs, and asks nobody', async () => {
    const asked = { verify: failing(new Error('was asked')) }
    const call = { ...callFor(), kind: 'request', scheme: 'dpop' } as const
    expect(await authorize('token', call, gate({ verifier: asked }))).toMatchObject({
      outcome: 'refused',
      reason: 'sender_constrained',
    })
    const verifier: TokenVerifier = { verify: async () => verified, dependsOn: ['dpopProof'] }
    expect(await authorize('token', call, gate({ verifier }))).toMatchObject({ outcome: 'decided' })
  })

  it("passes the verifier's refusal through untouched, and asks nothing more", async () => {
    const permissions = { grants: failing(new Error('was asked')) }
    expect(await authorize('token', callFor(), gate({ ...answering(refused), permissions }))).toBe(refused)
  })

  it('hands the verifier the token and the call, and the permissions the scopes and the API', async () => {
    const call = callFor('GET', '/pets')
    const seen: unknown[] = []
    await authorize(
      'the token',
      call,
      gate({
        verifier: {
          async verify(token, given) {
            seen.push(token, given)
            return verified
          },
        },
        permissions: {
          grants(scopes, api) {
            seen.push(scopes, api)
            return source.grants(scopes, api)
          },
        },
      }),
    )
    expect(seen).toEqual(['the token', call, verified.identity.scopes, call.methodArn])
  })

  it('refuses a genuine token that lives too short, with its identity and every check in order', async () => {
    const identity = identityOf('pets:read', { expiresAtSeconds: now + 10 })
    const answer = await authorize(
      'token',
      callFor(),
      gate({
        ...answering({ ...verified, identity }),
        settings: { cacheSeconds: 300, expiry: 'refuse' },
      }),
    )
    expect(answer).toMatchObject({ outcome: 'refused', reason: 'lifetime_too_short', identity })
    expect(answer.explanation.checks.map(({ check }) => check)).toEqual(['signature', 'lifetime'])
  })

  it.each<[string, (failure: Error) => Partial<Gate>]>([
    ['issuer', (failure) => ({ verifier: { verify: failing(failure) } })],
    ['permissions', (failure) => ({ permissions: { grants: failing(failure) } })],
  ])('rejects, and neither allows nor refuses, on an outage of the %s', async (_, changes) => {
    const failure = new UpstreamUnavailable('somewhere')
    await expect(authorize('token', callFor(), gate(changes(failure)))).rejects.toBe(failure)
  })

  it('lets every guard that was given take grants away', async () => {
    const guards: readonly Guard[] = [{ name: 'shut', inputs: [], judge: () => 'withhold' }]
    expect(await authorize('token', callFor(), gate({ guards }))).toMatchObject({ granted: 'none' })
  })
})

describe('permissions of a living document', () => {
  const living = (content: string) =>
    documentPermissions(
      livingDocument({
        store: { read: async () => ({ content, version: 'v1' }) },
        parse: permissionsFromText,
        clock: { now: () => 0 },
        freshForSeconds: 60,
        staleForSeconds: 0,
        notify: () => {},
      }),
    )
  const entry = {
    arn: 'arn:aws:execute-api:*:*:*',
    resource: 'pets',
    stage: '*',
    httpVerb: 'GET',
    scope: 'email',
  }

  it('are those of its current version', async () => {
    const { grants, version } = await living(JSON.stringify([entry])).grants(
      new Set(['email']),
      callFor().methodArn,
    )
    expect(version).toBe('v1')
    expect(grants.candidates.map(({ pattern }) => pattern.text)).toEqual(['GET /pets'])
  })

  it('fail while the document was never readable', async () => {
    await expect(living('{').grants(new Set(), callFor().methodArn)).rejects.toThrow(DocumentInvalid)
  })
})
