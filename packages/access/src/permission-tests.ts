import type { Issue } from '@sallyport/kernel'
import { decide } from './decide.ts'
import type { Identity } from './identity.ts'
import type { PermissionIndex } from './permission-index.ts'
import type { DocumentTest } from './permissions-document.ts'

/** Long enough for every opening of a week, so that a test does not depend on the hour it runs at. */
const oneWeek = 604_800

/**
 * Runs the tests that a document carries, against every API that it names: `allow` must hold on one of
 * them at least, `deny` on all. Circumstances (`sourceIp`, `userAgent`, `hours`) are taken as met.
 */
export function failedTests(tests: readonly DocumentTest[], index: PermissionIndex): readonly Issue[] {
  return tests.flatMap((test, at) => {
    const found = answerTo(test, index)
    if (found === test.expect) return []
    return [
      {
        severity: 'fault' as const,
        path: ['tests', at],
        expected: `${test.request} to be ${test.expect}`,
        found,
      },
    ]
  })
}

function answerTo({ scope, request, claims = {} }: DocumentTest, index: PermissionIndex): 'allow' | 'deny' {
  const [verb = '', path = ''] = request.split(' ')
  const scopes = new Set(scope.split(' ').filter(Boolean))
  const identity: Identity = { issuer: 'test', subject: 'test', scopes, claims, expiresAtSeconds: 3600 }
  const answers = apisOf(index).map((api) => {
    const decision = decide(
      {
        identity,
        grants: index.lookUp(scopes, api),
        call: { kind: 'token', methodArn: { ...api, verb, path } },
        settings: { cacheSeconds: oneWeek, expiry: 'none' },
        guards: [],
      },
      0,
    )
    return decision.outcome === 'decided' ? decision.explanation.verdict : 'refused'
  })
  return answers.includes('allow') ? 'allow' : 'deny'
}

/** One stage for each API that a grant names; `*` becomes a name of its own. */
function apisOf(index: PermissionIndex) {
  const apis = new Map(index.all.map(({ api }) => [JSON.stringify(api), api]))
  return [...apis.values()].map((api) => ({
    partition: 'aws',
    region: named(api.region),
    accountId: named(api.accountId),
    apiId: named(api.apiId),
    stage: named(api.stage),
  }))
}

const named = (text: string) => (text === '*' ? 'any' : text)
