import { DocumentInvalid, sentence, UpstreamUnavailable } from '@sallyport/kernel'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Grant, isEarned } from './permission.ts'
import { permissions } from './permissions.ts'
import { everyScope } from './scoped-permissions.ts'
import { scopeTable, type WholeDocument, write } from './scoped-permissions.stage.ts'

const arn = 'arn:aws:execute-api:eu-west-1:111122223333:a1'
const api = { arn, stage: 'prod' }
const at = {
  partition: 'aws',
  region: 'eu-west-1',
  accountId: '111122223333',
  apiId: 'a1',
  stage: 'prod',
}
const article = { arn, resource: 'my-resource', stage: 'prod', httpVerb: 'GET' }
const texts = (grants: readonly Grant[]) => grants.map(({ pattern }) => pattern.text).toSorted()

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a table keyed by scope', () => {
  it("holds the article's entries, unchanged, beside a sort key", async () => {
    const { put, source } = scopeTable()
    put('email', 'GET /my-resource', article)
    const { grants } = await source.grants(new Set(['email']), at)
    expect(texts(grants.candidates)).toEqual(['GET /my-resource'])
    expect(grants.candidates[0]).toMatchObject({ anyOf: ['email'], path: ['email', 'GET /my-resource'] })
  })

  it('holds grants in the long form, of the shared api or their own', async () => {
    const { put, source } = scopeTable()
    put(everyScope, 'api', { api })
    put('pay', 'a', { allow: ['POST /payments'], scopes: { all: ['pay', 'mfa'] }, note: 'OPS-12' })
    put('pay', 'b', { allow: ['GET /a'], api: { arn: arn.replace('a1', '*'), stage: '*' } })
    const { grants } = await source.grants(new Set(['pay']), at)
    expect(texts(grants.candidates)).toEqual(['GET /a', 'POST /payments'])
    expect(grants.candidates[0]).toMatchObject({ allOf: ['pay', 'mfa'], note: 'OPS-12' })
  })

  it("is read for the caller's scopes and what all share, and for no other", async () => {
    const { put, source, reads } = scopeTable()
    put('email', 'a', article)
    put('else', 'a', article)
    await source.grants(new Set(['email', 'unknown']), at)
    await source.grants(new Set(['email', 'unknown']), at)
    expect(reads.toSorted()).toEqual(['email', everyScope, 'unknown'])
  })

  it('is not asked for what no scope can be, though an issuer writes it into its tokens', async () => {
    const { source, reads } = scopeTable()
    const { grants } = await source.grants(new Set([everyScope, '', 'a"b', 'a\\b', 'é']), at)
    expect(grants.candidates).toEqual([])
    expect(reads).toEqual([everyScope])
  })

  it('is asked for eight scopes at a time, and forgets the scope used least recently of a thousand', async () => {
    const { source, reads, world } = scopeTable()
    const many = Array.from({ length: 1000 }, (_, number) => `s${number}`)
    await source.grants(new Set(many), at)
    expect(world.mostOpen).toBe(8)
    await source.grants(new Set(['s0', 'one more']), at)
    await source.grants(new Set(['s0', 's1001']), at)
    reads.length = 0
    await source.grants(new Set(['s0', 's2']), at)
    expect(reads).toEqual([])
    await source.grants(new Set(['s1']), at)
    expect(reads).toEqual(['s1'])
  })

  it('has one version for all that was decided by, whatever the order of the scopes', async () => {
    const { put, source, pass } = scopeTable()
    const versionOf = async (...scopes: string[]) => (await source.grants(new Set(scopes), at)).version
    const first = await versionOf('a', 'b')
    expect(await versionOf('b', 'a')).toBe(first)
    expect(await versionOf('a')).not.toBe(first)
    put('b', 'x', article)
    pass(60)
    expect(await versionOf('a', 'b')).not.toBe(first)
  })
})

describe('a bad item', () => {
  it.each([
    ['an unknown member', { ...article, stag: 'x' }, 'email.one.stag: expected a member that is known'],
    ['a bad pattern', { allow: ['GET pets'] }, 'email.one.allow[0]: expected'],
    ['no api', { allow: ['GET /pets'] }, 'email.one: expected an api (arn and stage) that they belong to'],
    ['any', { allow: ['GET /p'], scopes: { any: ['a'] }, api }, 'email.one.scopes.any: expected an item for'],
    ['others only', { allow: ['GET /p'], scopes: { all: ['a'] }, api }, 'expected "email" among them'],
    ['a bad verb', { ...article, httpVerb: 'GRAB' }, 'email.one.httpVerb: expected one of'],
  ])('is told of by scope and sort key: %s', async (_, members, complaint) => {
    const { put, source, notices } = scopeTable()
    put('email', 'one', members)
    expect(await failureOf(source.grants(new Set(['email']), at))).toBeInstanceOf(DocumentInvalid)
    const [, notice] = notices
    expect(notice?.notice === 'document_invalid' && notice.issues.map(sentence).join('; ')).toContain(
      complaint,
    )
  })

  it.each([
    [
      'an unknown member',
      { routs: [] },
      '["every scope"].x.routs: expected a member that is known, found an unknown one; did you mean "routes"?',
    ],
    ['a bad pattern', { deny: ['GET /a', 'nonsense'] }, '["every scope"].x.deny[1]: expected'],
    ['a second api', { api }, '["every scope"].x.api: expected one api, found another'],
  ])('of every scope is told of too: %s', async (_, members, complaint) => {
    const { put, source, notices } = scopeTable()
    put(everyScope, 'api', { api })
    put(everyScope, 'x', members)
    expect(await failureOf(source.grants(new Set(['email']), at))).toBeInstanceOf(DocumentInvalid)
    const [notice] = notices
    expect(notice?.notice === 'document_invalid' && notice.issues.map(sentence).join('; ')).toContain(
      complaint,
    )
  })

  it('replaces nothing, is told of once, and says nothing of other scopes', async () => {
    const { put, source, pass, notices } = scopeTable()
    put('email', 'one', article)
    put('else', 'one', article)
    const candidates = async () =>
      texts((await source.grants(new Set(['email', 'else']), at)).grants.candidates)
    await candidates()
    put('email', 'two', { allow: ['nonsense'], api })
    put('else', 'two', { allow: ['GET /new'], api })
    for (let times = 0; times < 3; times++) {
      pass(60)
      expect(await candidates()).toEqual(['GET /my-resource', 'GET /new'])
    }
    const told = notices.map(
      (each) => `${each.notice} ${'version' in each ? each.version.split(' ')[0] : ''}`,
    )
    expect(told).toEqual(['document_loaded []', 'document_loaded else', 'document_invalid email'])
  })
})

describe('an outage of the table', () => {
  it('is told of once for all scopes, and the last good versions serve until they are stale', async () => {
    const { put, source, world, pass, notices } = scopeTable()
    put('email', 'one', article)
    await source.grants(new Set(['email', 'b', 'c']), at)
    world.isOut = true
    pass(660)
    expect((await source.grants(new Set(['email', 'b', 'c']), at)).grants.candidates).toHaveLength(1)
    expect(notices.filter(({ notice }) => notice === 'document_unreachable')).toHaveLength(1)
    pass(1)
    expect(await failureOf(source.grants(new Set(['email']), at))).toBeInstanceOf(UpstreamUnavailable)
  })

  it('fails for a scope that was never read, and gives it nothing', async () => {
    const { source, world } = scopeTable()
    await source.grants(new Set(['email']), at)
    world.isOut = true
    expect(await failureOf(source.grants(new Set(['b']), at))).toBeInstanceOf(UpstreamUnavailable)
  })
})

const names = ['s1', 's2', 's3']
const some = fc.subarray(names, { minLength: 1 })
const patterns = fc.subarray(['GET /pets', 'GET /pets/{id}', '* /admin/**', 'POST /pay'], { minLength: 1 })
const apis = fc.constantFrom(api, { arn, stage: 'dev' }, { arn: arn.replace('a1', '*'), stage: '*' })
const longForm = fc.record(
  {
    allow: patterns,
    scopes: fc.oneof(
      some.map((any) => ({ any })),
      some.map((all) => ({ all })),
    ),
    when: fc.record({ claims: fc.constantFrom({ org: 'acme' }, { org: ['a', 1] }) }),
    note: fc.constantFrom('OPS-1', 'OPS-2'),
    api: apis,
  },
  { requiredKeys: ['allow', 'scopes'] },
)
const wholeDocuments: fc.Arbitrary<WholeDocument> = fc.record({
  api: apis,
  deny: fc.constantFrom([], ['* /internal/**']),
  routes: fc.constantFrom([], ['GET /pets', 'GET /pets/{id}']),
  scopes: fc.dictionary(fc.constantFrom(...names), patterns),
  grants: fc.array(longForm, { maxLength: 5 }),
  apiPermissions: fc.array(
    fc.record({
      arn: fc.constant(arn),
      stage: fc.constantFrom('prod', 'dev'),
      resource: fc.constantFrom('pets', 'pets/*', '*'),
      httpVerb: fc.constantFrom('GET', 'POST', '*'),
      scope: fc.constantFrom(...names),
    }),
    { maxLength: 4 },
  ),
})

describe('a document written as a table', () => {
  it('gives every caller what the whole document gives', () =>
    fc.assert(
      fc.asyncProperty(wholeDocuments, fc.subarray(names), fc.nat(2), async (document, scopes, chosen) => {
        const read = permissions(document)
        if (read.outcome === 'bad') throw new Error(read.issues.map(sentence).join('\n'))
        const whole = read.value.index.lookUp(scopes, at)
        const { put, source } = scopeTable()
        write(document, put, (among) => chosen % among)
        const { grants } = await source.grants(new Set(scopes), at)
        const earned = (candidates: readonly Grant[]) =>
          new Set(
            candidates
              .filter((grant) => isEarned({ ...grant, claims: {} }, new Set(scopes), {}))
              .map(({ api: of, pattern, claims, when, note }) =>
                JSON.stringify([of, pattern.text, claims, when, note]),
              ),
          )
        expect(earned(grants.candidates)).toEqual(earned(whole.candidates))
        expect(grants.denies.map(({ text }) => text)).toEqual(whole.denies.map(({ text }) => text))
        expect(grants.routes.map(({ text }) => text)).toEqual(whole.routes.map(({ text }) => text))
      }),
      { numRuns: 500 },
    ))

  it('tells a grant to any of several scopes once', async () => {
    const { put, source } = scopeTable()
    const grant = { allow: ['GET /p'], scopes: { any: ['a', 'b'] } }
    write({ api, grants: [grant] }, put, () => 0)
    expect((await source.grants(new Set(['a', 'b']), at)).grants.candidates).toHaveLength(1)
  })
})
