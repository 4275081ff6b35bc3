import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Example } from '../backtest-difference.ts'
import type { PipelineTally } from '../backtest-tally.ts'
import { commandLine } from '../command-line.stage.ts'
import { history } from '../history.stage.ts'
import type { BacktestReport } from './backtest.ts'

const { run, write, remove } = commandLine()
const repository = history()
let names: readonly string[] = []
afterAll(() => {
  remove()
  repository.remove()
})

/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }

const sources = 'sources: { mono: { codecommit: shop, branches: [main] } }'

beforeAll(() => {
  names = repository.land([
    { 'apps/web/a.ts': '1', 'apps/api/a.ts': '1' },
    { 'docs/a.md': '1' },
    { 'apps/web/a.ts': '2' },
    { 'apps/web/b.md': '1' },
    {},
    { 'apps/web/a.ts': null },
  ])
  write(
    'rules.yaml',
    [
      sources,
      'ignore: ["**/*.md"]',
      'pipelines:',
      '  web: { paths: ["apps/web/**"] }',
      '  api: { paths: ["apps/api/**"], calendar: office }',
      'calendars: { office: { timeZone: UTC, open: ["mon 08:00-16:00"] } }',
    ].join('\n'),
  )
})

const backtest = (...more: string[]) =>
  run(['backtest', '--rules', 'rules.yaml', '--repo', repository.path, ...more])

async function reported(...more: string[]) {
  const { code, stdout, stderr } = await backtest('--json', ...more)
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as BacktestReport & {
    readonly decisions?: readonly { readonly rules: readonly { readonly verdict: string }[] }[]
  }
}

describe('sallyport backtest', childProcesses, () => {
  it('tells what each pipeline would have been started for', async () => {
    const { landings, first, last, source, ref, rules } = await reported()
    expect({ landings, source, ref }).toEqual({
      landings: 6,
      source: 'codecommit:shop',
      ref: 'refs/heads/main',
    })
    expect([first?.revision, last?.revision]).toEqual([names[0], names[5]])
    const [web, api] = rules.pipelines
    expect(web).toMatchObject<Partial<PipelineTally>>({
      pipeline: 'web',
      starts: 3,
      saved: 3,
      skips: { unmapped: 1, ignored: 1, no_change: 1 },
      firstStart: { revision: names[0] ?? '', at: '2026-01-01T01:00:00.000Z' },
      lastStart: { revision: names[5] ?? '', at: '2026-01-01T06:00:00.000Z' },
    })
    expect(api).toMatchObject({ starts: 1, saved: 5, skips: { unmapped: 4, no_change: 1 } })
  })

  it('shows people a table, and says that calendars are not judged', async () => {
    const { code, stdout, stderr } = await backtest()
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(
      /^6 landings of HEAD, 2026-01-01 to 2026-01-01; as codecommit:shop refs\/heads\/main\n/,
    )
    expect(stdout).toMatch(
      /^ {2}pipeline +starts +saved +ignored +unmapped +no change +first start +last start$/m,
    )
    expect(stdout).toMatch(/^ {2}web +3 +3 +1 +1 +1 {2}2026-01-01 [0-9a-f]{7} {2}2026-01-01 [0-9a-f]{7}$/m)
    expect(stdout).toMatch(/^4 starts; 12 if every landing started all of them: 8 runs saved$/m)
    expect(stdout).toMatch(/^Calendars are not judged by this version: api started whatever the time\.$/m)
  })

  it('reads a range, from a folder in the repository', async () => {
    mkdirSync(join(repository.path, 'apps/web'), { recursive: true })
    const folder = join(repository.path, 'apps/web')
    const asked = ['backtest', '--rules', 'rules.yaml', '--json', '--repo', folder]
    const { stdout } = await run([...asked, '--range', `${names[1]}..main`])
    const { landings, rules } = JSON.parse(stdout) as BacktestReport
    expect([landings, rules.pipelines[0]?.starts]).toEqual([4, 2])
  })

  it('takes a merge for one landing, with all that it brought', async () => {
    const merging = history()
    merging.land([{ 'a.ts': '1' }])
    merging.git('branch', 'side')
    merging.land([{ 'apps/web/x.ts': '1' }, { 'apps/web/y.ts': '1' }], 'side')
    merging.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'side')
    const { stdout } = await run(['backtest', '--rules', 'rules.yaml', '--repo', merging.path, '--json'])
    merging.remove()
    const { landings, rules } = JSON.parse(stdout) as BacktestReport
    expect([landings, rules.pipelines[0]?.starts]).toEqual([2, 2])
  })

  it('asks no pipeline of another branch, and says so', async () => {
    const { ref, rules } = await reported('--branch', 'feature/x')
    expect(ref).toBe('refs/heads/feature/x')
    expect(rules).toMatchObject({ pipelines: [], notAsked: ['web', 'api'] })
    expect((await backtest('--branch', 'feature/x')).stdout).toMatch(/no pipeline waits for these changes/)
  })

  it('does what the rules say about a first commit', async () => {
    write('held.json', { onUnknownBase: 'hold', pipelines: { web: { paths: ['apps/web/**'] } } })
    const { stdout } = await run(['backtest', '--rules', 'held.json', '--repo', repository.path, '--json'])
    expect((JSON.parse(stdout) as BacktestReport).rules.pipelines[0]).toMatchObject({ starts: 3, holds: 1 })
  })

  it('gives every decision, and the same numbers', async () => {
    const { decisions = [], rules } = await reported('--decisions')
    expect(decisions).toHaveLength(6)
    expect(decisions[1]).toMatchObject({
      revision: names[1],
      rules: [{ pipeline: 'web', verdict: 'skip', reason: 'unmapped' }, { pipeline: 'api' }],
    })
    const starts = decisions.filter(({ rules: [web] }) => web?.verdict === 'start').length
    expect(starts).toBe(rules.pipelines[0]?.starts)
  })
})

describe('sallyport backtest against other rules', childProcesses, () => {
  beforeAll(() =>
    write(
      'other.yaml',
      [sources, 'pipelines:', '  web: { paths: ["apps/**"] }', '  docs: { paths: ["docs/**"] }'].join('\n'),
    ),
  )

  it('tells what they would do differently, with examples', async () => {
    const { difference, against } = await reported('--against', 'other.yaml')
    expect(difference).toMatchObject({
      onlyInRules: ['api'],
      onlyInAgainst: ['docs'],
      changed: ['web'],
      pipelines: [
        { pipeline: 'web', startsOnlyByRules: 0, startsOnlyByAgainst: 1 },
        { pipeline: 'api', startsOnlyByRules: 1, startsOnlyByAgainst: 0 },
        { pipeline: 'docs', startsOnlyByRules: 0, startsOnlyByAgainst: 2 },
      ],
    })
    expect(difference?.examples).toContainEqual<Example>({
      revision: names[3] ?? '',
      at: '2026-01-01T04:00:00.000Z',
      pipeline: 'web',
      rules: { verdict: 'skip', reason: 'ignored', because: { path: 'apps/web/b.md', rule: '**/*.md' } },
      against: { verdict: 'start', reason: 'matched', because: { path: 'apps/web/b.md', rule: 'apps/**' } },
    })
    expect(against?.pipelines.map(({ pipeline }) => pipeline)).toEqual(['web', 'docs'])
  })

  it('shows people which file says what', async () => {
    const { stdout } = await backtest('--against', 'other.yaml')
    expect(stdout).toMatch(/^ {2}only in rules\.yaml: api$/m)
    expect(stdout).toMatch(/^ {2}pipeline +only by rules\.yaml +only by other\.yaml$/m)
    expect(stdout).toMatch(
      /2026-01-01 {2}web {2}rules\.yaml: skip \(ignored "apps\/web\/b\.md" by \*\*\/\*\.md\) {2}other\.yaml: start/,
    )
  })

  it('finds the same rules the same', async () => {
    const { difference } = await reported('--against', 'rules.yaml')
    const nothing = { onlyInRules: [], onlyInAgainst: [], changed: [], pipelines: [], examples: [] }
    expect(difference).toEqual(nothing)
    expect((await backtest('--against', 'rules.yaml')).stdout).toMatch(/start the same pipelines for every/)
  })
})

describe('sallyport backtest complains', childProcesses, () => {
  it('of bad rules with 3, of both files at once', async () => {
    write('bad.yaml', 'pipelines: { web: { paths: ["/x"] } }\n')
    const { code, stdout, stderr } = await run(['backtest', '--rules', 'bad.yaml', '--against', 'bad.yaml'])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/^(bad\.yaml:1:29: fault: pipelines\.web\.paths\[0\]: .*\n){2}$/)
  })

  it.each([
    ['a folder that is none', ['--repo', 'nowhere'], /^--repo: expected a git repository, found "nowhere"/],
    ['a folder in no repository', ['--repo', '/'], /^--repo: expected a git repository, found "\/"\n$/],
    [
      'a range that is none',
      ['--range', 'nowhere..main'],
      /^--range: expected commits.*found "nowhere\.\.main"/,
    ],
    ['an option for a range', ['--range=--all'], /^--range: expected commits/],
    ['a source that is none', ['--source', 'momo'], /^--source: .*found "momo"; did you mean "mono"\?/],
    ['decisions for people', ['--decisions'], /^--decisions: expected --json beside it/],
    ['rules that are not there', ['--rules', 'absent.yaml'], /^absent\.yaml: .*no such file/],
  ])('of %s with 2', async (_, more, complaint) => {
    const { code, stdout, stderr } = await backtest(...more)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(complaint)
  })

  it('of a repository without commits with 2', async () => {
    const empty = history()
    const { code, stderr } = await run(['backtest', '--rules', 'rules.yaml', '--repo', empty.path])
    empty.remove()
    expect([code, stderr]).toEqual([2, '--repo: expected a repository with commits, found none\n'])
  })

  it('of several repositories of which none was chosen, and takes the one that is', async () => {
    const document = {
      sources: { mono: { codecommit: 'shop' }, hub: { github: 'acme/shop' }, art: { ecr: 'shop' } },
      pipelines: { web: { from: 'hub' }, image: { from: 'art' } },
    }
    write('several.json', document)
    const asked = ['backtest', '--rules', 'several.json', '--repo', repository.path, '--json']
    const { code, stderr } = await run(asked)
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^--source: expected one of mono, hub, since/)])
    const chosen = JSON.parse((await run([...asked, '--source', 'hub'])).stdout) as BacktestReport
    expect(chosen).toMatchObject({ source: 'github:acme/shop', rules: { notAsked: ['image'] } })
  })

  it('of a HEAD on no branch when the rules choose by branches', async () => {
    const detached = history()
    detached.land([{ a: '1' }])
    detached.git('checkout', '--quiet', '--detach')
    const asked = ['backtest', '--rules', 'rules.yaml', '--repo', detached.path]
    const results = [await run(asked), await run([...asked, '--branch', 'main'])]
    detached.remove()
    expect(results.map(({ code }) => code)).toEqual([2, 0])
    expect(results[0]?.stderr).toMatch(/^--branch: expected the name of a branch, since HEAD is on none/)
  })
})
