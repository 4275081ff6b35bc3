import { afterAll, describe, expect, it } from 'vitest'
import { commandLine } from '../command-line.stage.ts'

const { run, write, remove } = commandLine()
afterAll(remove)

/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }

interface Report {
  readonly file: string
  readonly kind: string
  readonly issues: readonly { readonly severity: string; readonly line: number; readonly column: number }[]
  readonly summary: {
    readonly policyBytes: readonly { readonly scopes: readonly string[]; readonly bytes: number }[]
  } | null
}
const reports = (stdout: string) => (JSON.parse(stdout) as { files: readonly Report[] }).files

const api = 'api: { arn: "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3", stage: prod }'
write('good.yaml', `${api}\nscopes:\n  "pets:read": ["GET /pets"]\n  "pets:write": ["POST /pets"]\n`)
write(
  'five.yaml',
  [
    'api: { arn: "arn:aws:s3:::bucket", stage: prod }',
    'scopes:',
    '  "pets:read": ["GTE /pets"]',
    'grnats: []',
    'grants:',
    '  - allow: ["GET /pets"]',
    '    scopes: { al: ["mfa"] }',
    'tests:',
    '  - { scope: a, request: "GET /pets", expect: alow }',
  ].join('\n'),
)

describe('sallyport check', childProcesses, () => {
  it('finds a good document good, and tells what is in it', async () => {
    const { code, stdout, stderr } = await run(['check', 'good.yaml'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^good\.yaml: permissions, good; 2 grants, 2 scopes, 1 API\n/)
    expect(stdout).toMatch(/\d+ {2}all 2 scopes\n +\d+ {2}pets:write\n +\d+ {2}pets:read\n/)
  })

  it('tells five faults at once, each with its place', async () => {
    const { code, stdout } = await run(['check', 'five.yaml'])
    expect(code).toBe(3)
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(
      /^five\.yaml:1:13: fault: api\.arn: expected the ARN of an API, .*, found "arn:aws:s3:::bucket"$/,
    )
    expect(lines[1]).toMatch(
      /^five\.yaml:3:17: fault: scopes\["pets:read"\]\[0\]: expected one of .*, found "GTE"$/,
    )
    expect(lines[2]).toMatch(
      /^five\.yaml:4:1: fault: grnats: expected a member that is known, .*; did you mean "grants"\?$/,
    )
    expect(lines[3]).toMatch(/^five\.yaml:7:15: fault: grants\[0\]\.scopes\.al: .*; did you mean "all"\?$/)
    expect(lines[4]).toMatch(
      /^five\.yaml:9:47: fault: tests\[0\]\.expect: expected allow, deny, found "alow"; did you mean "allow"\?$/,
    )
    expect(lines[5]).toBe('five.yaml: permissions, 5 faults')
  })

  it('goes through every file, whatever the first is like', async () => {
    const { code, stdout } = await run(['check', '--json', 'five.yaml', 'good.yaml'])
    expect(code).toBe(3)
    expect(reports(stdout).map(({ file, issues }) => [file, issues.length])).toEqual([
      ['five.yaml', 5],
      ['good.yaml', 0],
    ])
  })

  it('reads stdin as -, in JSON and in YAML', async () => {
    const list = [
      {
        arn: 'arn:aws:execute-api:us-east-1:219852565112:rz8w6b1ik2',
        resource: 'my-resource',
        stage: 'dev',
        httpVerb: 'GTE',
        scope: 'email',
      },
    ]
    const { code, stdout } = await run(['check', '-'], { stdin: JSON.stringify(list, null, 2) })
    expect(code).toBe(3)
    expect(stdout).toMatch(/^-:6:17: fault: \[0\]\.httpVerb: expected one of .*, found "GTE"/)
    expect((await run(['check', '-'], { stdin: api })).code).toBe(0)
  })

  it.each([
    [
      'JSON',
      {
        file: 'broken.json',
        content: '{\n  "scopes": {,}\n}',
        line: 'broken.json:2:14: fault: document: expected JSON: ',
      },
    ],
    [
      'JSON that is YAML',
      { file: 'lax.json', content: '{ scopes: {} }', line: 'lax.json:1:3: fault: document: expected JSON: ' },
    ],
    [
      'YAML',
      {
        file: 'broken.yaml',
        content: 'scopes:\n  a: [\nb: 1',
        line: 'broken.yaml:3:1: fault: document: expected YAML, ',
      },
    ],
    [
      'a member twice in JSON',
      {
        file: 'twice.json',
        content: '{\n"deny": [],\n"deny": []}',
        line: 'twice.json:3:1: fault: document: expected each member once, found "deny" a second time',
      },
    ],
    [
      'a member twice in YAML',
      {
        file: 'twice.yaml',
        content: 'deny: []\ndeny: []',
        line: 'twice.yaml:2:1: fault: document: expected each member once, found deny a second time',
      },
    ],
    [
      'a list of lists of aliases',
      {
        file: 'bomb.yaml',
        content: bomb(),
        line: 'bomb.yaml:1:1: fault: document: expected a document of sane size',
      },
    ],
    [
      'a list in itself',
      {
        file: 'loop.yaml',
        content: 'deny: &a [*a]',
        line: 'loop.yaml:1:1: fault: document: expected a document of sane size',
      },
    ],
    [
      'a document nested too deeply',
      {
        file: 'deep.json',
        content: `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
        line: 'deep.json:1:1: fault: document: expected a document of sane size',
      },
    ],
  ])('finds the fault of %s', async (_, { file, content, line }) => {
    write(file, content)
    const { code, stdout, stderr } = await run(['check', file])
    expect([code, stderr]).toEqual([3, ''])
    expect(stdout.slice(0, line.length)).toBe(line)
  })

  it('lets a document fail by its own tests, at their line', async () => {
    write(
      'tested.yaml',
      `${api}\nscopes: { a: ["GET /a"] }\ntests:\n  - { scope: a, request: "GET /b", expect: allow }\n`,
    )
    const { code, stdout } = await run(['check', 'tested.yaml'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/^tested\.yaml:4:5: fault: tests\[0\]: expected GET \/b to be allow, found deny\n/)
  })

  it('warns of what is allowed and deserves a second look, and is done', async () => {
    write('wide.yaml', `${api}\nscopes: { a: ["GET /a/{id}"] }\n`)
    const { code, stdout } = await run(['check', 'wide.yaml'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^wide\.yaml:2:15: warning: scopes\.a\[0\]: expected an inventory/)
  })

  it('tells the size of every scope set in JSON, and of the ten largest to people', async () => {
    const scopes = Object.fromEntries(
      Array.from({ length: 12 }, (_, each) => [`s${each}`, [`GET /${'x'.repeat(each + 1)}`]]),
    )
    write('many.json', {
      api: { arn: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3', stage: 'prod' },
      scopes,
    })
    const sizes = reports((await run(['check', '--json', 'many.json'])).stdout)[0]?.summary?.policyBytes ?? []
    expect(sizes).toHaveLength(13)
    expect(sizes.map(({ bytes }) => bytes)).toEqual(sizes.map(({ bytes }) => bytes).toSorted((a, b) => b - a))
    const { stdout } = await run(['check', 'many.json'])
    expect(stdout).toMatch(/the 10 largest of 13:\n(?: +\d+ {2}\S.*\n){10}$/)
  })

  it('counts what opening hours and claims earn', async () => {
    const hours = '{ open: ["tue 01:00-01:10"], timeZone: UTC }'
    write(
      'hours.yaml',
      `${api}\ngrants:\n  - { allow: ["GET /a"], scopes: { any: [a] }, when: { hours: ${hours}, claims: { org: [x, y] } } }\n`,
    )
    const sizes = reports((await run(['check', '--json', 'hours.yaml'])).stdout)[0]?.summary?.policyBytes
    expect(sizes?.[0]?.bytes).toBeGreaterThan(300)
  })

  it('answers a file that is not there with 2, having checked the others', async () => {
    const { code, stdout, stderr } = await run(['check', 'absent.yaml', 'good.yaml'])
    expect(code).toBe(2)
    expect(stdout).toMatch(/^good\.yaml: permissions, good/)
    expect(stderr).toBe('absent.yaml: expected a file that can be read, found no such file\n')
  })
})

describe('sallyport check of a configuration', childProcesses, () => {
  const jwks = { use: 'jwks', issuer: 'https://idp.example.com/', audience: 'pets' }

  it('finds the faults of its adapters, and of the permissions that it names', async () => {
    write('permissions.json', { grantz: [] })
    const verifiers = [
      { ...jwks, issuer: 'ftp://idp.example.com/' },
      { ...jwks, audienc: 'pets' },
      { use: 'jwk' },
    ]
    write(
      'gate.json',
      JSON.stringify({ verifiers, permissions: { use: 'file', path: 'permissions.json' } }, null, 1),
    )
    const { code, stdout } = await run(['check', 'gate.json'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/^gate\.json:5:14: fault: verifiers\[0\]\.issuer: expected an https/m)
    expect(stdout).toMatch(
      /^gate\.json:12:4: fault: verifiers\[1\]\.audienc: .*; did you mean "audience"\?$/m,
    )
    expect(stdout).toMatch(/^gate\.json:15:11: fault: verifiers\[2\]\.use: .*; did you mean "jwks"\?$/m)
    expect(stdout).toMatch(/^permissions\.json:1:2: fault: grantz: /m)
  })

  it('finds the faults of permissions that stand in it', async () => {
    write('inline.json', {
      verifiers: [jwks],
      permissions: { use: 'inline', document: { deny: ['GTE /a'] } },
    })
    const { code, stdout } = await run(['check', 'inline.json'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/: fault: permissions\.document\.deny\[0\]: expected one of /)
  })

  it('finds the faults of its own members', async () => {
    write('own.json', {
      verifiers: [jwks],
      permissions: { use: 'file', path: 'p' },
      policy: { expiry: 'never', cacheSecond: 1 },
    })
    const { code, stdout } = await run(['check', '--json', 'own.json'])
    expect(code).toBe(3)
    expect(reports(stdout)[0]).toMatchObject({ kind: 'configuration', issues: [{}, {}], summary: null })
  })

  it('is good with permissions that cannot be read from here, and says that it did not', async () => {
    write('far.json', { verifiers: [jwks], permissions: { use: 'file', path: 'far/permissions.json' } })
    const { code, stdout, stderr } = await run(['check', 'far.json'])
    expect(code).toBe(0)
    expect(stdout).toBe('far.json: configuration, good; verifiers jwks; permissions file; cache 300 s\n')
    expect(stderr).toMatch(/far\/permissions\.json: .*; the permissions of far\.json are not checked\n$/)
  })
})

/** Nine levels of nine: nearly 400 million nodes when taken at their word. */
function bomb(): string {
  const levels = 'abcdefghi'.split('')
  return levels
    .map((name, level) => {
      const below = level === 0 ? '"x"' : `*${levels[level - 1]}`
      return `${name}: &${name} [${Array.from({ length: 9 }, () => below).join(', ')}]`
    })
    .join('\n')
}
