import { sentence } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { permissions, permissionsFromText } from './permissions.ts'
import { readPermissions } from './permissions-document.ts'

const arn = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3'
const api = { arn, stage: 'prod' }
const place = { region: 'eu-west-1', accountId: '111122223333', apiId: 'a1b2c3', stage: 'prod' }
const article = {
  arn: 'arn:aws:execute-api:us-east-1:219852565112:rz8w6b1ik2',
  resource: 'my-resource',
  stage: 'dev',
  httpVerb: 'GET',
  scope: 'email',
}

/** The example of the public interface, member by member. */
const whole = {
  api,
  scopes: {
    'pets:read': ['GET /pets', 'GET /pets/{id}'],
    'pets:admin': ['DELETE /pets/{id}', '* /admin/**'],
  },
  grants: [
    {
      allow: ['POST /payments'],
      scopes: { all: ['pay:write', 'mfa'] },
      when: { sourceIp: ['203.0.113.0/24'], claims: { org: 'acme' } },
      note: 'OPS-12',
    },
  ],
  deny: ['* /internal/**'],
  apiPermissions: [article],
  routes: ['GET /pets', 'GET /pets/{id}', 'GET /pets/{id}/secrets'],
  tests: [{ scope: 'pets:read', request: 'GET /pets/7', expect: 'allow' }],
}

function good(value: unknown) {
  const read = permissions(value)
  if (read.outcome === 'bad') throw new Error(read.issues.map(sentence).join('\n'))
  return read.value.entries
}

function faults(value: unknown): readonly string[] {
  const read = permissions(value)
  return read.outcome === 'bad' ? read.issues.map(sentence) : []
}

const granting = (grant: object) => ({
  api,
  grants: [{ allow: ['GET /pets'], scopes: { any: ['a'] }, ...grant }],
})

describe('a permissions document', () => {
  it('may have every member that the interface names', () => {
    const { grants, denies, routes } = good(whole)
    expect(grants.map(({ pattern, anyOf, allOf, path }) => [pattern.text, anyOf, allOf, path])).toEqual([
      ['GET /pets', ['pets:read'], [], ['scopes', 'pets:read', 0]],
      ['GET /pets/{id}', ['pets:read'], [], ['scopes', 'pets:read', 1]],
      ['DELETE /pets/{id}', ['pets:admin'], [], ['scopes', 'pets:admin', 0]],
      ['* /admin/**', ['pets:admin'], [], ['scopes', 'pets:admin', 1]],
      ['POST /payments', [], ['pay:write', 'mfa'], ['grants', 0, 'allow', 0]],
      ['GET /my-resource', ['email'], [], ['apiPermissions', 0]],
    ])
    expect(grants[4]).toMatchObject({
      api: place,
      claims: { org: ['acme'] },
      when: { sourceIp: ['203.0.113.0/24'] },
      note: 'OPS-12',
    })
    expect(grants[5]?.api).toEqual({
      region: 'us-east-1',
      accountId: '219852565112',
      apiId: 'rz8w6b1ik2',
      stage: 'dev',
    })
    expect(denies.map((deny) => [deny.api, deny.pattern.text])).toEqual([[place, '* /internal/**']])
    expect(routes.map((route) => [route.api, route.pattern.text])).toEqual(
      whole.routes.map((text) => [place, text]),
    )
  })

  it("may be the AWS article's list, unchanged", () => {
    const { grants } = good([
      article,
      { ...article, resource: '/pets/*', httpVerb: '*', stage: '*' },
      { ...article, resource: '' },
    ])
    expect(grants.map(({ pattern, path }) => [pattern.segments, path])).toEqual([
      [[{ literal: 'my-resource' }], [0]],
      [[{ literal: 'pets' }, 'deep'], [1]],
      [[], [2]],
    ])
  })

  it('gives a grant the api of its own, and hours, user agents and claims of several kinds', () => {
    const own = { arn: 'arn:aws:execute-api:*:*:*', stage: '*' }
    const hours = { open: ['mon-fri 08:00-16:00'], timeZone: 'Europe/Berlin' }
    const when = { hours, userAgent: ['curl/*'], claims: { level: [1, 2], staff: true } }
    expect(
      good({ grants: [{ allow: ['GET /pets'], scopes: { any: ['a'] }, when, api: own }] }).grants,
    ).toMatchObject([
      {
        api: { region: '*', accountId: '*', apiId: '*', stage: '*' },
        claims: { level: [1, 2], staff: [true] },
        when: {
          userAgent: ['curl/*'],
          hours: { timeZone: 'Europe/Berlin', open: [{ fromMinute: 480, untilMinute: 960 }] },
        },
      },
    ])
  })

  it('names five faults at once, with their paths and the words that were meant', () => {
    const value = {
      api: { ...api, stag: 'prod' },
      scope: { a: ['GET /pets'] },
      scopes: { 'pets read': ['GET /pets'], 'pets:read': ['get /pets', 'GET /pets/*'] },
      tests: [{ scope: 'a', request: 'GET /pets', expect: 'alow' }],
    }
    expect(faults(value)).toEqual([
      'api.stag: expected a member that is known, found an unknown one; did you mean "stage"?',
      'scopes["pets read"]: expected a scope: no space, quote or backslash, found "pets read"',
      'scopes["pets:read"][0]: expected one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, ANY or *, found "get"',
      'scopes["pets:read"][1]: expected segments that are a plain name, {name} for one, ** or {name+} for one or more, found "*"',
      'tests[0].expect: expected allow, deny, found "alow"; did you mean "allow"?',
      'scope: expected a member that is known, found an unknown one; did you mean "scopes"?',
    ])
  })

  it('names every unknown member of one object, not the first only', () => {
    expect(faults({ api, one: 1, two: 2, toString: 3 })).toHaveLength(3)
  })

  it.each(['__proto__', 'prototype', 'constructor'])(
    'may not have a member named %s, since a claim demanded by that name would go unheard',
    (name) => {
      const text = JSON.stringify(granting({ when: { claims: { NAME: 'acme' } } })).replace('NAME', name)
      expect(faults(JSON.parse(text))).toEqual([
        `grants[0].when.claims.${name}: expected a name other than __proto__, prototype, constructor, found a reserved one`,
      ])
    },
  )

  it.each<[string, unknown, readonly string[]]>([
    ['null', null, ['document: expected an object, found null']],
    ['a text', 'text', ['document: expected an object, found a string']],
    [
      'scopes without an api',
      { scopes: { a: ['GET /a'] } },
      ['scopes: expected an api (arn and stage) that they belong to, found none'],
    ],
    [
      'a grant without an api',
      { grants: granting({}).grants },
      ['grants[0]: expected an api (arn and stage) that they belong to, found none'],
    ],
    [
      'a grant without scopes',
      granting({ scopes: {} }),
      ['grants[0].scopes: expected any or all, with scopes, found neither'],
    ],
    [
      'no scope at all',
      granting({ scopes: { any: [] } }),
      ['grants[0].scopes.any: expected at least one, found an empty list'],
    ],
    [
      'nothing to allow',
      granting({ allow: [] }),
      ['grants[0].allow: expected at least one, found an empty list'],
    ],
    [
      'no address',
      granting({ when: { sourceIp: ['localhost'] } }),
      ['grants[0].when.sourceIp[0]: expected an IP address or a CIDR block, found "localhost"'],
    ],
    [
      'no addresses',
      granting({ when: { sourceIp: [] } }),
      ['grants[0].when.sourceIp: expected at least one, found an empty list'],
    ],
    [
      'no value of a claim',
      granting({ when: { claims: { org: [] } } }),
      ['grants[0].when.claims.org: expected at least one, found an empty list'],
    ],
    [
      'no time zone',
      granting({ when: { hours: { open: ['mon 08:00-16:00'], timeZone: 'Mars' } } }),
      ['grants[0].when.hours.timeZone: expected an IANA time zone, such as "Europe/Berlin", found "Mars"'],
    ],
    ['a list in place of an object', { api, scopes: [] }, ['scopes: expected an object, found a list']],
    [
      'a claim of another kind',
      granting({ when: { claims: { org: null, level: [1, {}] } } }),
      [
        'grants[0].when.claims.org: expected a string or a number or true or false or a list, found null',
        'grants[0].when.claims.level[1]: expected a string or a number or true or false, found an object',
      ],
    ],
    [
      'a word that is none of a list, which is not repeated',
      { api, tests: [{ scope: 'a', request: 'GET /pets', expect: 'hunter2' }] },
      ['tests[0].expect: expected allow, deny, found another text'],
    ],
    [
      'another kind of value than a word',
      { api, tests: [{ scope: 'a', request: 'GET /pets', expect: true }] },
      ['tests[0].expect: expected allow or deny, found true'],
    ],
    ['a missing member', [{ ...article, scope: undefined }], ['[0].scope: expected a value, found nothing']],
    [
      'a verb of the article',
      [{ ...article, httpVerb: 'FETCH' }],
      ['[0].httpVerb: expected one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, ANY or *, found "FETCH"'],
    ],
    [
      'a test without a path',
      { api, tests: [{ scope: 'a', request: 'GET', expect: 'deny' }] },
      ['tests[0].request: expected a verb and a path, found "GET"'],
    ],
  ])('is refused for %s', (_, value, sentences) => {
    expect(faults(value)).toEqual(sentences)
  })

  it.each([
    ['eu-west-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('counts the characters of an ARN with the partition of its region: %s in %s', (region, partition) => {
    const own = { arn: arn.replace('eu-west-1', region), stage: 'prod' }
    const left = 512 - `${own.arn.replace('arn:aws:', `arn:${partition}:`)}/prod/GET//`.length
    const sized = (length: number) => faults({ api: own, scopes: { a: [`GET /${'x'.repeat(length)}`] } })
    expect(sized(left)).toEqual([])
    expect(sized(left + 1)).toEqual([
      'scopes.a[0]: expected a resource ARN of at most 512 characters, found one of 513',
    ])
  })

  it('counts the longest names that AWS gives for what an entry leaves open', () => {
    const open = { arn: 'arn:aws:execute-api:*:*:*', stage: '*' }
    expect(faults({ api: open, scopes: { a: [`GET /${'x'.repeat(400)}`] } })).toHaveLength(1)
    expect(faults({ api: open, scopes: { a: [`GET /${'x'.repeat(200)}`] } })).toEqual([])
  })

  it.each(['deny', 'routes'])('has no ARN of more than 512 characters in %s', (member) => {
    expect(faults({ api, [member]: ['GET /pets', `GET /${'x'.repeat(500)}`] })).toEqual([
      expect.stringMatching(
        `^${member}\\[1\\]: expected a resource ARN of at most 512 characters, found one of \\d+$`,
      ),
    ])
  })

  it('keeps what was written apart from what it means', () => {
    expect(readPermissions({ api })).toEqual({
      outcome: 'good',
      document: {
        api: { arn: { region: 'eu-west-1', accountId: '111122223333', apiId: 'a1b2c3' }, stage: 'prod' },
      },
    })
  })
})

describe('the text of a permissions document', () => {
  it('may begin with a byte order mark', () => {
    expect(permissionsFromText(`\uFEFF${JSON.stringify(whole)}`).outcome).toBe('good')
  })

  it.each([
    ['{"secret": hunter2}', /^document: expected JSON, found (a fault at position \d+|something else)$/],
    ['{"secret": "hunter2"', /^document: expected JSON, found a fault at (position \d+|end of JSON input)$/],
    ['', /^document: expected JSON, found a fault at end of JSON input$/],
    ['hunter2', /^document: expected JSON, found /],
  ])('that is not JSON is refused without repeating it: %j', (text, words) => {
    const read = permissionsFromText(text)
    const said = read.outcome === 'bad' ? read.issues.map(sentence) : []
    expect(said).toEqual([expect.stringMatching(words)])
    expect(said.join('')).not.toContain('hunter2')
  })
})
