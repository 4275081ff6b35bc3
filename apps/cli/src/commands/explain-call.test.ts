import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandLine, type Surroundings } from '../command-line.stage.ts'
import { type Issuer, loopbackIssuer } from '../issuer.stage.ts'

const { run, write, remove } = commandLine()
let issuer: Issuer
/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }
const api = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3'

beforeAll(async () => {
  issuer = await loopbackIssuer()
  write('permissions.json', {
    api: { arn: api, stage: 'prod' },
    scopes: { 'pets:read': ['GET /pets', 'GET /pets/{id}'], 'pets:all': ['* /pets/**'] },
    grants: [
      {
        allow: ['POST /payments'],
        scopes: { all: ['pay:write', 'mfa'] },
        when: { claims: { org: 'acme' } },
        note: 'OPS-12',
      },
      { allow: ['GET /office'], scopes: { any: ['pets:read'] }, when: { sourceIp: ['203.0.113.0/24'] } },
    ],
    deny: ['* /pets/hidden'],
  })
  configure('gate.json', {})
})
afterAll(async () => {
  remove()
  await issuer.close()
})

function configure(name: string, policy: object, jwksUri = issuer.jwksUri): void {
  const verifier = { use: 'jwks', issuer: issuer.url, audience: 'pets', jwksUri, algorithms: ['ES256'] }
  write(name, { verifiers: [verifier], permissions: { use: 'file', path: 'permissions.json' }, policy })
}

const explain = (request: string, stdin: string, ...more: string[]) =>
  run(['explain', 'call', '--config', 'gate.json', '--request', request, ...more], { stdin })

async function explained(request: string, stdin: string, ...more: string[]) {
  const { code, stdout, stderr } = await explain(request, stdin, '--json', ...more)
  return { code, stderr, found: JSON.parse(stdout) as Record<string, unknown> }
}

const reader = (livesForSeconds?: number) => issuer.mint({ scope: 'pets:read' }, livesForSeconds)

describe('sallyport explain call', childProcesses, () => {
  it.each([
    ['', ''],
    ['Bearer ', ''],
    ['bearer ', '\n'],
  ])('takes a token as %j...%j', async (before, after) => {
    const { code, found } = await explained('GET /pets/7', `${before}${await reader()}${after}`)
    expect(code).toBe(0)
    expect(found).toMatchObject({
      status: 200,
      outcome: 'granted',
      verdict: 'allow',
      matched: [{ pattern: 'GET /pets/{id}', place: 'scopes["pets:read"][1]' }],
      missing: [],
      request: { api: `${api}/prod`, authorizer: 'TOKEN', sourceIpIs: 'assumed' },
      cache: { kept: 'yes', minutesLeft: 5, later: [] },
    })
    expect(found['policyBytes']).toBe(Buffer.byteLength(JSON.stringify(found['policy'])))
  })

  it('reads a token from a file and from the environment', async () => {
    const token = await reader()
    write('token.txt', `${token}\n`)
    const place = ['explain', 'call', '--config', 'gate.json', '--request', 'GET /pets', '--exit-code']
    const environment = { TOKEN: token }
    expect((await run([...place, '--token-file', 'token.txt'])).code).toBe(0)
    expect((await run([...place, '--token-env', 'TOKEN'], { environment })).code).toBe(0)
  })

  it('says what a denied caller lacks, by name', async () => {
    const { found } = await explained(
      'POST /payments',
      await issuer.mint({ scope: 'pets:read mfa', org: 'canary-org' }),
    )
    expect(found).toMatchObject({
      status: 403,
      body: '{"Message":"User is not authorized to access this resource"}',
      verdict: 'silent',
      missing: [
        {
          pattern: 'POST /payments',
          note: 'OPS-12',
          missing: { scopes: ['pay:write'], claims: ['org'], hours: 'open' },
        },
      ],
    })
  })

  it('says when the document itself denies', async () => {
    const { found } = await explained('GET /pets/hidden', await reader())
    expect(found).toMatchObject({ status: 403, verdict: 'explicit_deny', denied: ['* /pets/hidden'] })
  })

  it('says which condition was not met', async () => {
    const token = await reader()
    const away = await explained('GET /office', token)
    expect(away.found).toMatchObject({ status: 403, matched: [{ pattern: 'GET /office' }] })
    expect(away.found['conditions']).toContainEqual({
      effect: 'Allow',
      condition: 'IpAddress aws:SourceIp',
      outcome: 'not_met',
    })
    const there = await explained('GET /office', token, '--source-ip', '203.0.113.9')
    expect(there.found).toMatchObject({
      status: 200,
      request: { authorizer: 'REQUEST', sourceIpIs: 'given' },
    })
  })

  it('says when the API is closed', async () => {
    const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
    const open = [`${days[(new Date().getUTCDay() + 3) % 7]} 10:00-11:00`]
    const when = { hours: { open, timeZone: 'UTC' } }
    const document = {
      api: { arn: api, stage: 'prod' },
      grants: [{ allow: ['GET /shop'], scopes: { any: ['pets:read'] }, when }],
    }
    const verifiers = [{ use: 'jwks', issuer: issuer.url, audience: 'pets', jwksUri: issuer.jwksUri }]
    write('hours.json', { verifiers, permissions: { use: 'inline', document } })
    const { found } = await explained('GET /shop', await reader(), '--config', 'hours.json')
    expect(found).toMatchObject({
      status: 403,
      missing: [{ pattern: 'GET /shop', missing: { scopes: [], oneOf: [], claims: [], hours: 'closed' } }],
    })
  })

  it('shows a refused token, every check with its mark, and nothing kept', async () => {
    const later = new Date(Date.now() + 7_200_000).toISOString()
    const { stdout } = await explain('GET /pets', await reader(), '--now', later)
    expect(stdout).toContain(
      'The client gets 401 {"message":"Unauthorized"}\n  the token was refused: expired\n',
    )
    expect(stdout).toMatch(/✓ passed {6}signature .*✗ failed {6}exp .*· not reached +nbf /s)
    expect(stdout).toContain('not kept: there is no policy to keep')
  })

  it('tells what becomes of a cached policy whose token ends', async () => {
    const { found } = await explained('GET /pets', await reader(60))
    const cache = found['cache'] as { until: string; tokenEndsAt: string }
    expect(cache).toMatchObject({
      kept: 'yes',
      later: [
        {
          event: 'token_ends',
          at: cache.tokenEndsAt,
          status: 403,
          body: expect.stringContaining('explicit deny'),
        },
        { event: 'cache_ends', at: cache.until, status: 401 },
      ],
    })
  })

  it('keeps nothing where the cache is off', async () => {
    configure('uncached.json', { cacheSeconds: 0 })
    const { found } = await explained('GET /pets', await reader(), '--config', 'uncached.json')
    expect(found).toMatchObject({ status: 200, cache: { kept: 'no', because: 'disabled' } })
  })

  it('decides as if it were another time', async () => {
    const later = new Date(Date.now() + 7_200_000).toISOString()
    const { found } = await explained('GET /pets', await reader(), '--now', later)
    expect(found).toMatchObject({ status: 401, reason: 'expired', request: { at: later } })
  })

  it('lets the gateway answer a caller without a token', async () => {
    const { found } = await explained('GET /pets', '')
    expect(found).toMatchObject({
      status: 401,
      outcome: 'not_asked',
      checks: [{ check: 'identity source', outcome: 'failed' }],
    })
  })

  it('names what it rests on that AWS does not document', async () => {
    const { found } = await explained('GET /pets', await reader())
    expect(found['uncertain']).toContainEqual({
      id: 'conditions-honoured',
      evidence: 'reported',
      statement: expect.any(String),
    })
    expect(JSON.stringify(found['uncertain'])).not.toContain('"documented"')
  })

  it.each([
    ['granted', 'GET /pets', (token: string) => token],
    ['denied', 'POST /payments', (token: string) => token],
    ['forged', 'GET /pets', (token: string) => `${token.slice(0, -8)}AAAAAAAA`],
    ['malformed', 'GET /pets', (token: string) => `canary ${token}`],
  ])('never shows the token or the value of a claim: %s', async (_, request, changed) => {
    const token = await issuer.mint({ scope: 'pets:read canary-scope', org: 'canary-org' })
    for (const more of [[], ['--json']]) {
      const { stdout, stderr } = await explain(request, changed(token), ...more)
      const said = stdout + stderr
      expect(said).toContain(request.split(' ')[1])
      expect(said).not.toContain('canary')
      for (const part of token.split('.')) expect(said).not.toContain(part)
    }
  })
})

describe('sallyport explain call with an event', childProcesses, () => {
  it('takes API, stage, path and circumstances from a REQUEST event, and the token from stdin', async () => {
    write('event.json', {
      type: 'REQUEST',
      methodArn: `${api}/prod/GET/office`,
      headers: { Authorization: 'Bearer canary', 'User-Agent': 'curl/8' },
      requestContext: { identity: { sourceIp: '203.0.113.9' } },
    })
    const args = ['explain', 'call', '--config', 'gate.json', '--event', 'event.json', '--json']
    const { code, stdout } = await run(args, { stdin: await reader() })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      status: 200,
      request: { path: '/office', authorizer: 'REQUEST' },
    })
  })

  it("takes a TOKEN event's own token when there is no other", async () => {
    write('token-event.json', {
      type: 'TOKEN',
      methodArn: `${api}/prod/GET/pets`,
      authorizationToken: `Bearer ${await reader()}`,
    })
    const { stdout } = await run([
      'explain',
      'call',
      '--config',
      'gate.json',
      '--event',
      'token-event.json',
      '--json',
    ])
    expect(JSON.parse(stdout)).toMatchObject({ status: 200, request: { authorizer: 'TOKEN' } })
  })
})

describe('the exit code of sallyport explain call', childProcesses, () => {
  const exitOf = async (args: readonly string[], surroundings: Surroundings) =>
    run(['explain', 'call', ...args], surroundings)

  it('is 4 for a denied call when asked for, else 0', async () => {
    const stdin = await reader()
    expect((await explain('DELETE /pets', stdin)).code).toBe(0)
    expect((await explain('DELETE /pets', stdin, '--exit-code')).code).toBe(4)
    expect((await explain('GET /pets', stdin, '--exit-code')).code).toBe(0)
    expect((await explain('GET /pets', '', '--exit-code')).code).toBe(4)
  })

  it('is 5 for an outage, which callers see as 500', async () => {
    configure('outage.json', {}, 'http://127.0.0.1:9/jwks')
    const { code, stdout, stderr } = await explain(
      'GET /pets',
      await reader(),
      '--config',
      'outage.json',
      '--json',
    )
    expect(code).toBe(5)
    expect(JSON.parse(stdout)).toMatchObject({
      status: 500,
      body: '{"message":null}',
      outcome: 'failed',
      reason: 'UPSTREAM_UNAVAILABLE',
    })
    expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:9\/jwks: expected an answer, found .*; callers get 500\n$/)
  })

  it('is 5 for permissions that are not there', async () => {
    write('far.json', {
      verifiers: [{ use: 'jwks', issuer: issuer.url, audience: 'pets', jwksUri: issuer.jwksUri }],
      permissions: { use: 'file', path: 'far.permissions.json' },
    })
    const args = ['--config', 'far.json', '--request', 'GET /pets', '--api', `${api}/prod`]
    const { code, stderr } = await exitOf(args, { stdin: await reader() })
    expect([code, stderr]).toEqual([5, expect.stringContaining('no such file; callers get 500')])
  })

  it('is 3 for a bad configuration and for bad permissions, with places', async () => {
    write('bad.json', '{\n "verifiers": [],\n "permissions": { "use": "file", "path": "p.json" }\n}')
    const bad = await exitOf(['--config', 'bad.json', '--request', 'GET /'], {})
    expect([bad.code, bad.stdout]).toEqual([3, ''])
    expect(bad.stderr).toMatch(
      /^bad\.json:2:2: fault: verifiers: expected at least one, found an empty list\n$/,
    )
    write('worse.json', {
      verifiers: [{ use: 'jwks', issuer: issuer.url, audience: 'pets' }],
      permissions: { use: 'file', path: 'worse.permissions.json' },
    })
    write('worse.permissions.json', '{\n "deny": ["GTE /"]\n}')
    const worse = await exitOf(['--config', 'worse.json', '--request', 'GET /'], {})
    expect(worse.code).toBe(3)
    expect(worse.stderr).toMatch(/^worse\.permissions\.json:2:11: fault: deny\[0\]: /)
  })

  it.each([
    ['no request', [], '--request: expected a verb and a path'],
    ['a verb in lower case', ['--request', 'get /pets'], 'found "get"; did you mean "GET"?'],
    ['a request without a verb', ['--request', '/pets'], '--request: expected a verb and a path'],
    [
      'another API than one',
      ['--request', 'GET /', '--api', `${api}/prod/GET`],
      '--api: expected an API and stage',
    ],
    ['a time that is none', ['--request', 'GET /', '--now', 'noon'], '--now: expected a time such as'],
    ['an event that is none', ['--event', 'gate.json'], 'gate.json: expected a TOKEN or REQUEST event'],
    [
      'a token in two places',
      ['--request', 'GET /', '--token-env', 'A', '--token-file', 'b'],
      'token: expected one of',
    ],
    [
      'a variable that is not set',
      ['--request', 'GET /', '--token-env', 'ABSENT'],
      '--token-env: expected a variable that is set',
    ],
    [
      'a configuration that is not there',
      ['--config', 'absent.json', '--request', 'GET /'],
      'absent.json: expected a file that can be read, found no such file',
    ],
  ])('is 2 for %s', async (_, args, complaint) => {
    const { code, stdout, stderr } = await exitOf(['--config', 'gate.json', ...args], {})
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(complaint)
  })

  it('is 2 when the permissions name several APIs, and lists them', async () => {
    const entry = { resource: 'a', httpVerb: 'GET', scope: 'a' }
    const document = ['dev', 'prod'].map((stage) => ({ ...entry, arn: api, stage }))
    write('two.json', {
      verifiers: [{ use: 'jwks', issuer: issuer.url, audience: 'pets' }],
      permissions: { use: 'inline', document },
    })
    const { code, stderr } = await exitOf(['--config', 'two.json', '--request', 'GET /a'], {})
    expect(code).toBe(2)
    expect(stderr).toContain(`found nothing, and in the permissions ${api}/dev, ${api}/prod`)
  })
})
