import { afterAll, describe, expect, it } from 'vitest'
import { commandLine } from '../command-line.stage.ts'
import { history } from '../history.stage.ts'

const { run, write, remove } = commandLine()
const repository = history()
afterAll(() => {
  remove()
  repository.remove()
})

/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }

const trigger = {
  sources: [{ use: 'codecommit' }],
  rules: { use: 'file', path: 'rules.json' },
  pipelines: { use: 'codepipeline' },
  ledger: { use: 'memory' },
}

const rules = [
  'ignore: ["**/*.md"]',
  'sources:',
  '  mono: { codecommit: shop, branches: [main] }',
  'pipelines:',
  '  web: { from: [mono], paths: ["apps/web/**"], calendar: office }',
  '  api: { paths: ["apps/api/**", "libs/**"] }',
  'calendars:',
  '  office: { timeZone: Europe/Berlin, open: ["mon-fri 08:00-16:00"] }',
  'tests:',
  '  - { changed: ["docs/a.md"], expect: none }',
  '  - { changed: ["libs/a.ts"], expect: [api] }',
].join('\n')

describe('sallyport check of rules', childProcesses, () => {
  it('finds good rules good, and tells what is in them', async () => {
    write('rules.yaml', rules)
    const { code, stdout, stderr } = await run(['check', 'rules.yaml'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(
      'rules.yaml: rules, good; 2 pipelines, 1 source, 4 patterns, 1 calendar, 2 tests run\n',
    )
  })

  it('tells every fault at once, each with its place', async () => {
    write(
      'faults.yaml',
      [
        'sources: { mono: { codecomit: shop } }',
        'pipelines:',
        '  web: { from: [momo], paths: ["/apps/web/**"] }',
        '  api: { pathsIgnor: ["**/*.md"], change: [add] }',
        'onUnknownBase: begin',
      ].join('\n'),
    )
    const { code, stdout } = await run(['check', 'faults.yaml'])
    expect(code).toBe(3)
    expect(stdout).toMatch(
      /^faults\.yaml:1:20: fault: sources\.mono\.codecomit: .*did you mean "codecommit"/m,
    )
    expect(stdout).toMatch(/^faults\.yaml:3:32: fault: pipelines\.web\.paths\[0\]: .*without a slash first/m)
    expect(stdout).toMatch(/^faults\.yaml:4:10: fault: pipelines\.api\.pathsIgnor: .*"pathsIgnore"/m)
    expect(stdout).toMatch(/^faults\.yaml:4:\d+: fault: pipelines\.api\.change/m)
    expect(stdout).toMatch(/^faults\.yaml:5:16: fault: onUnknownBase: expected start, hold, skip, /m)
  })

  it('tells what is wrong between members, with a hint', async () => {
    write('between.yaml', rules.replace('from: [mono]', 'from: [momo]'))
    const { code, stdout } = await run(['check', 'between.yaml'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/^between\.yaml:5:17: fault: pipelines\.web\.from\[0\]: .*did you mean "mono"\?/m)
  })

  it('lets rules fail by their own tests, at their line', async () => {
    write('tested.yaml', rules.replace('expect: [api]', 'expect: [web]'))
    const { code, stdout } = await run(['check', 'tested.yaml'])
    expect(code).toBe(3)
    expect(stdout).toMatch(
      /^tested\.yaml:11:5: fault: tests\[1\]: expected libs\/a\.ts to start web, found api\n/,
    )
  })

  it.each([
    [
      'files to ignore',
      { files_to_ignore: ['readme.md'], pipeline: 'web' },
      '1 pipeline, whatever .*, 1 pattern',
    ],
    [
      'a mapping of files',
      { config_file_mapping: { 'config_1.json': 'one', 'config_2.json': ['one', 'two'] } },
      '2 pipelines, whatever .*, 2 patterns',
    ],
  ])('reads the article’s %s', async (_, document, summary) => {
    write('article.json', document)
    const { code, stdout } = await run(['check', 'article.json'])
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^article\\.json: rules, good; ${summary}`))
  })

  it('finds the faults of the article’s shapes', async () => {
    write('article.json', '{\n "files_to_ignore": ["readme.md"],\n "pipelin": "web"\n}')
    const { code, stdout } = await run(['check', 'article.json'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/^article\.json:3:2: fault: pipelin: .*did you mean "pipeline"\?$/m)
  })

  it('says that it does not judge tests with a time', async () => {
    write('timed.yaml', rules.replace('expect: none', 'at: "2026-12-25T12:00+01:00", expect: none'))
    const { code, stdout } = await run(['check', 'timed.yaml'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^timed\.yaml:10:5: warning: tests\[0\]: /m)
    expect(stdout).toMatch(/1 test run\n$/)
  })

  it('holds globs against the files of a repository, from any folder in it', async () => {
    repository.land([
      { 'apps/web/a.ts': '1', 'apps/[slug]/page.tsx': '1', 'libs/x.ts': '1', 'tools/é.sh': '1' },
    ])
    write('dead.yaml', `pipelines:\n  web: { paths: ["apps/web/**", "apps/[slug]/**", "lib/**"] }\n`)
    for (const folder of [repository.path, `${repository.path}/apps/web`]) {
      const { code, stdout } = await run(['check', 'dead.yaml', '--repo', folder])
      expect(code).toBe(0)
      expect(stdout).toMatch(/^dead\.yaml:2:33: warning: .*brackets with a backslash.*apps\/\[slug\]/m)
      expect(stdout).toMatch(/^dead\.yaml:2:51: warning: .*lib\/\*\*, which matches none$/m)
      expect(stdout).toMatch(/^dead\.yaml:1:1: warning: pipelines: .*found 2 of 4 without, such as/m)
    }
  })

  it('answers what is no repository with 2', async () => {
    write('dead.yaml', 'pipelines: { web: {} }\n')
    const { code, stdout, stderr } = await run(['check', 'dead.yaml', '--repo', 'nowhere'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe('--repo: expected a git repository, found "nowhere", which is no folder\n')
  })
})

describe('sallyport check of a trigger’s configuration', childProcesses, () => {
  it('finds it good, and checks the rules that it names', async () => {
    write('trigger.json', trigger)
    write('rules.json', { pipelines: { web: {} } })
    const { code, stdout } = await run(['check', 'trigger.json'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^trigger\.json: trigger configuration, good; sources codecommit; rules file; pipelines codepipeline; ledger memory\n/,
    )
    expect(stdout).toMatch(/^rules\.json: rules, good; 1 pipeline, /m)
  })

  it('takes what it names for rules, whatever it looks like', async () => {
    write('trigger.json', trigger)
    write('rules.json', { scopes: {} })
    const { code, stdout } = await run(['check', 'trigger.json'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/^rules\.json:1:2: fault: scopes: /m)
  })

  it('finds the faults of every adapter at once', async () => {
    const faulty = {
      ...trigger,
      sources: [{ use: 'codecommit', attempts: 0 }, { use: 'codecomit' }],
      ledger: { use: 'file', path: '' },
    }
    write('faulty.json', JSON.stringify(faulty, null, 1))
    const { code, stdout } = await run(['check', 'faulty.json'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/^faulty\.json:5:16: fault: sources\[0\]\.attempts: /m)
    expect(stdout).toMatch(/^faulty\.json:8:11: fault: sources\[1\]\.use: .*did you mean "codecommit"\?$/m)
    expect(stdout).toMatch(/^faulty\.json:\d+:\d+: fault: ledger\.path: /m)
  })

  it('finds the faults of its own members, and of rules that stand in it', async () => {
    write('own.json', { ...trigger, ledgr: {} })
    expect((await run(['check', 'own.json'])).stdout).toMatch(/fault: ledgr: .*did you mean "ledger"\?/)
    const document = { pipelines: { web: { paths: ['/x'] } } }
    write('inline.json', { ...trigger, rules: { use: 'inline', document } })
    const { code, stdout } = await run(['check', 'inline.json'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/fault: rules\.document\.pipelines\.web\.paths\[0\]: /)
  })

  it('is good with rules that cannot be read from here, and says that it did not', async () => {
    write('far.json', { ...trigger, rules: { use: 'file', path: 'far/rules.json' } })
    const { code, stderr } = await run(['check', 'far.json'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/far\/rules\.json: .*; the rules of far\.json are not checked\n$/)
  })
})
