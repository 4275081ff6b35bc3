import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Lambda, startLambda } from '@sallyport/composition/lambda-process'
import { startIssuer } from './issuer.stage.ts'

const arn = 'arn:aws:execute-api:us-east-1:219852565112:rz8w6b1ik2'
const article = [{ arn, resource: 'my-resource', stage: 'dev', httpVerb: 'GET', scope: 'email' }]
const folder = mkdtempSync(join(tmpdir(), 'sallyport-'))
const permissions = join(folder, 'permissions.json')
const running: Lambda[] = []
let issuer: Awaited<ReturnType<typeof startIssuer>>

beforeAll(async () => {
  issuer = await startIssuer()
  writeFileSync(permissions, JSON.stringify(article))
})
afterEach(() => {
  for (const lambda of running.splice(0)) lambda.close()
})
afterAll(async () => {
  await issuer.close()
  rmSync(folder, { recursive: true })
})

const bundleOf = (deployment: string) => new URL(`../dist/${deployment}/index.mjs`, import.meta.url)

const event = (token: string) => ({
  type: 'TOKEN',
  methodArn: `${arn}/dev/GET/my-resource`,
  authorizationToken: `Bearer ${token}`,
})

function configuration(changes: object = {}) {
  const { issuer: name, jwksUri } = issuer
  return {
    verifiers: [{ use: 'jwks', issuer: name, jwksUri, audience: 'https://api.example.com' }],
    permissions: { use: 'file', path: permissions, freshForSeconds: 0 },
    ...changes,
  }
}

async function universal(changes: object = {}): Promise<Lambda> {
  const lambda = await startLambda(bundleOf('universal'), {
    SALLYPORT_CONFIG: JSON.stringify(configuration(changes)),
  })
  running.push(lambda)
  return lambda
}

describe.each(['universal', 'jwks-file'])('the bundle %s', (deployment) => {
  it('lets a token with the scope in, and denies one without', async () => {
    const lambda = await startLambda(bundleOf(deployment), {
      SALLYPORT_CONFIG: JSON.stringify(
        configuration({
          verifiers: [
            {
              use: 'jwks',
              issuer: issuer.issuer,
              jwksUri: issuer.jwksUri,
              audience: 'https://api.example.com',
            },
          ],
        }),
      ),
      TOKEN_ISSUER: issuer.issuer,
      JWKS_URI: issuer.jwksUri,
      API_AUDIENCE: 'https://api.example.com',
      PERMISSIONS_FILE: permissions,
    })
    running.push(lambda)
    const { answer } = await lambda.invoke(event(await issuer.mint('email')))
    expect(answer).toMatchObject({
      principalId: 'canary-subject',
      policyDocument: { Statement: [{ Effect: 'Allow' }, { Effect: 'Deny' }] },
      context: { scope: 'email', clientId: 'shop' },
    })
    const denied = await lambda.invoke(event(await issuer.mint('profile')))
    expect(denied.answer).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny', Resource: [`${arn}/dev/*`] }] },
    })
    expect(await lambda.invoke(event('a.b.c'))).toEqual({ error: 'Unauthorized' })
  })
})

describe('the universal deployment', () => {
  it('logs one line and one set of metrics for a decision, and neither token nor subject', async () => {
    const lambda = await universal()
    const token = await issuer.mint('email')
    await lambda.invoke(event(token))
    await vi.waitFor(() => expect(lambda.log()).toContain('"Decisions":1'))
    const lines = lambda
      .log()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const decisions = lines.filter(({ message }) => message === 'access decision')
    expect(decisions).toMatchObject([
      { gate: 'access', outcome: 'granted', issuer: issuer.issuer, kid: 'key-1', cacheSeconds: 300 },
    ])
    expect(lines.filter((line) => 'Decisions' in line)).toMatchObject([{ outcome: 'granted', Decisions: 1 }])
    for (const part of [...token.split('.'), 'canary-subject']) expect(lambda.log()).not.toContain(part)
  })

  it('serves the last good document while the file is bad, and says so once per change', async () => {
    const lambda = await universal()
    const token = await issuer.mint('email')
    const isGranted = async () => {
      const { answer } = await lambda.invoke(event(token))
      return JSON.stringify(answer).includes('"Allow"')
    }
    expect(await isGranted()).toBe(true)
    writeFileSync(permissions, '[{"arn": "nowhere"}]')
    for (let call = 0; call < 3; call++) expect(await isGranted()).toBe(true)
    writeFileSync(permissions, '[]')
    expect(await isGranted()).toBe(false)
    writeFileSync(permissions, JSON.stringify(article))
    expect(await isGranted()).toBe(true)
    await vi.waitFor(() => expect(lambda.log().match(/permissions loaded/g)).toHaveLength(3))
    expect(lambda.log().match(/the last good version serves/g)).toHaveLength(1)
    expect(lambda.log()).toContain('[0].arn: expected the ARN of an API')
  })

  it('answers an outage of the issuer with an error that is not Unauthorized', async () => {
    const verifiers = [
      {
        use: 'jwks',
        issuer: issuer.issuer,
        jwksUri: 'http://127.0.0.1:9/jwks',
        audience: 'https://api.example.com',
      },
    ]
    const lambda = await universal({ verifiers })
    const { answer, error } = await lambda.invoke(event(await issuer.mint('email')))
    expect(answer).toBeUndefined()
    expect(error).toContain('http://127.0.0.1:9/jwks: expected an answer')
  })

  it('answers a document that was never there with an error too', async () => {
    const lambda = await universal({ permissions: { use: 'file', path: join(folder, 'none.json') } })
    const { error } = await lambda.invoke(event(await issuer.mint('email')))
    expect(error).toContain('none.json: expected an answer, found no such file')
  })

  it('takes a contributed verifier by its module', async () => {
    const module = join(folder, 'verifier.mjs')
    writeFileSync(
      module,
      `export default ({ word }) => ({ verify: async (token) => token === word
        ? { outcome: 'verified', identity: { issuer: 'own', subject: 'me', scopes: new Set(['email']), claims: {}, expiresAtSeconds: 9e9 }, explanation: { checks: [] } }
        : { outcome: 'refused', reason: 'inactive', explanation: { checks: [] } } })`,
    )
    const lambda = await universal({ verifiers: [{ use: module, word: 'sesame' }] })
    expect((await lambda.invoke(event('sesame'))).answer).toMatchObject({ principalId: 'me' })
    expect(await lambda.invoke(event('other'))).toEqual({ error: 'Unauthorized' })
  })
})

describe('a configuration that cannot work', () => {
  it.each([
    [
      'none',
      undefined,
      ['SALLYPORT_CONFIG: expected JSON text, the path of a file, or s3://bucket/key, found nothing'],
    ],
    ['no JSON', '{', ['SALLYPORT_CONFIG: expected JSON, found something else']],
    ['a missing file', '/nowhere/config.json', ['which is no file that can be read']],
    [
      'unknown and missing members, all at once',
      JSON.stringify({
        verifers: [],
        permissions: { use: 'fiel' },
        policy: { cacheSeconds: 3601, expiry: 'never' },
      }),
      [
        'verifiers: expected a value, found nothing',
        'verifers: expected a member that is known, found an unknown one; did you mean "verifiers"?',
        'policy.cacheSeconds: expected a whole number of seconds from 0 to 3600, found 3601',
        'policy.expiry: expected condition, refuse, none, found another text',
      ],
    ],
    [
      'faults of several adapters, all at once',
      JSON.stringify({
        verifiers: [{ use: 'jwk' }, { use: 'jwks', issuer: 'http://idp.example.com', audiense: 'x' }],
        permissions: { use: 'file', path: '' },
      }),
      [
        'verifiers[0].use: expected auth0, introspection, jwks, okta, or the specifier of a module, found "jwk"; did you mean "jwks"?',
        'verifiers[1].issuer: expected an https:// URL',
        'verifiers[1].audience: expected',
        'verifiers[1].audiense',
        'permissions.path: expected the path of a file, found an empty one',
      ],
    ],
  ])('stops the start: %s', async (_, text, complaints) => {
    const start = startLambda(bundleOf('universal'), text === undefined ? {} : { SALLYPORT_CONFIG: text })
    const failure: unknown = await start.then(
      () => 'started',
      (error: unknown) => error,
    )
    for (const complaint of complaints) expect(String(failure)).toContain(complaint)
  })

  it('stops the start of a deployment with settings of its own', async () => {
    await expect(startLambda(bundleOf('jwks-file'), { TOKEN_ISSUER: issuer.issuer })).rejects.toThrow(
      'PERMISSIONS_FILE: expected some text, found nothing',
    )
  })
})

describe('what a verifier depends on beside the token', () => {
  const constrained = (senderConstraint: string, policy: object) => {
    const { issuer: name, jwksUri } = issuer
    const verifiers = [
      { use: 'jwks', issuer: name, jwksUri, audience: 'https://api.example.com', senderConstraint },
    ]
    return universal({ verifiers, policy })
  }

  it('may not be cached away', async () => {
    await expect(constrained('dpop', {})).rejects.toThrow(
      'policy.cacheSeconds: expected 0, because a DPoP proof',
    )
    await expect(constrained('mtls', {})).rejects.toThrow(
      'or the client certificate among the identity sources',
    )
  })

  it('is well with a cache of its own, or none', async () => {
    await constrained('dpop', { cacheSeconds: 0 })
    await constrained('mtls', { identitySources: ['clientCertificate'] })
  })
})

describe('the dialects', () => {
  it('are chosen by name, and say what is wrong with their options', async () => {
    const verifiers = [
      { use: 'okta', issuer: 'https://acme.okta.com', audience: 'api://default' },
      { use: 'auth0', domain: 'acme.eu.auth0.com' },
    ]
    const failure = await universal({ verifiers }).catch(String)
    expect(failure).toContain('verifiers[0].issuer: expected')
    expect(failure).toContain('verifiers[1].audience: expected')
  })
})
