import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Decision, LedgerEntry } from '@sallyport/delivery'
import { deliver, type Gate } from '@sallyport/delivery/deliver'
import { configurationFrom, gateFrom } from '@sallyport/trigger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AwsSimulator, awsSimulator } from '@sallyport/aws-simulator'
import type { ChangeExplanation } from '../change-explanation.ts'
import { commandLine } from '../command-line.stage.ts'
import { history } from '../history.stage.ts'

const { run, write, remove, folder } = commandLine()
const repository = history()
let names: readonly string[] = []
let simulator: AwsSimulator

/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }

beforeAll(async () => {
  names = repository.land([
    { 'apps/web/a.ts': '1', 'docs/a.md': '1' },
    { 'apps/web/a.ts': '2' },
    { 'docs/a.md': '2' },
  ])
  write('rules.json', JSON.stringify(rules, null, 2))
  simulator = await awsSimulator({
    repositories: { shop: repository.path },
    pipelines: ['web', 'docs', 'timed', 'hub'].map((name) => ({
      name,
      sources: [
        {
          actionName: 'Source',
          provider: 'CodeCommit',
          configuration: { RepositoryName: 'shop', BranchName: 'main', PollForSourceChanges: 'false' },
        },
      ],
    })),
  })
  configure('trigger.json')
})
afterAll(async () => {
  remove()
  repository.remove()
  await simulator.close()
})

const rules = {
  ignore: ['**/*.md'],
  sources: { mono: { codecommit: 'shop', branches: ['main'] }, other: { codecommit: 'other' } },
  pipelines: {
    web: { from: 'mono', paths: ['apps/api/**', 'apps/web/**'] },
    docs: { from: 'mono', paths: ['docs/**'] },
    timed: { from: 'mono', paths: ['apps/**'], calendar: 'office' },
    hub: { from: 'other' },
  },
  calendars: { office: { timeZone: 'UTC', open: ['mon 08:00-16:00'] } },
}

const clientOptions = () => ({
  region: 'eu-west-1',
  endpoint: simulator.url,
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
})

const configuration = () => ({
  sources: [{ use: 'codecommit', clientOptions: clientOptions(), attempts: 1 }],
  rules: { use: 'file', path: 'rules.json' } as object,
  pipelines: { use: 'codepipeline', clientOptions: clientOptions() },
  ledger: { use: 'file', path: 'ledger.jsonl' } as object,
})

const configure = (name: string, changes: object = {}) => write(name, { ...configuration(), ...changes })

function event(before: string | undefined, after: string | undefined, ref = 'refs/heads/main') {
  const happened = after === undefined ? 'referenceDeleted' : before ? 'referenceUpdated' : 'referenceCreated'
  return {
    source: 'aws.codecommit',
    'detail-type': 'CodeCommit Repository State Change',
    detail: {
      event: happened,
      repositoryName: 'shop',
      referenceFullName: ref,
      ...(after === undefined ? {} : { commitId: after }),
      ...(before === undefined ? {} : { oldCommitId: before }),
    },
  }
}

const ask = (told: unknown, ...more: string[]) =>
  run(['explain', 'change', '--config', 'trigger.json', '--event', '-', ...more], {
    stdin: JSON.stringify(told),
  })

type Explained = Extract<ChangeExplanation, { outcome: 'decided' }>

async function explained(told: unknown, ...more: string[]): Promise<Explained> {
  const { code, stdout, stderr } = await ask(told, '--json', ...more)
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as Explained
}

const tip = () => names.at(-1)

describe('sallyport explain change', childProcesses, () => {
  it('says of each pipeline what would become of it, and by which line of the rules', async () => {
    const { pipelines, notAsked, tip: at, told } = await explained(event(names[0], tip()))
    expect({ at, told, notAsked }).toEqual({
      at: tip(),
      told: { from: names[0], to: tip() },
      notAsked: ['hub'],
    })
    expect(pipelines).toMatchObject([
      {
        pipeline: 'web',
        verdict: 'start',
        reason: 'matched',
        because: { path: 'apps/web/a.ts', rule: 'apps/web/**' },
        place: { file: 'rules.json', line: 21 },
        baseline: { is: 'event', revision: names[0] },
        compared: { from: names[0], to: tip(), changes: 2, completeness: 'exact' },
        calendars: { names: [], judged: false },
        pin: { revisionType: 'COMMIT_ID', revisionValue: tip() },
      },
      {
        pipeline: 'docs',
        verdict: 'skip',
        reason: 'ignored',
        because: { path: 'docs/a.md', rule: '**/*.md' },
        place: { file: 'rules.json', line: 3 },
      },
      { pipeline: 'timed', verdict: 'hold', calendars: { names: ['office'], judged: false } },
    ])
    expect(pipelines[0]).not.toHaveProperty('execution')
  })

  it('points at the name of a package, of which the lock beside the rules says what it is made of', async () => {
    const pipelines = { web: { workspace: '@acme/web' }, api: { workspace: '@acme/api' } }
    write('packages.json', JSON.stringify({ pipelines }, null, 2))
    const part = (directory: string) => ({ directory, dependsOn: [] })
    const packages = { '@acme/web': part('apps/web'), '@acme/api': part('apps/api') }
    write('packages.lock.json', { lockVersion: 1, packages, shared: [] })
    configure('packages-trigger.json', { rules: { use: 'file', path: 'packages.json' } })
    const words = ['explain', 'change', '--config', 'packages-trigger.json', '--event', '-', '--json']
    const { stdout } = await run(words, { stdin: JSON.stringify(event(names[0], tip())) })
    expect((JSON.parse(stdout) as Explained).pipelines).toMatchObject([
      { verdict: 'start', because: { rule: 'apps/web/**' }, place: { file: 'packages.json', line: 4 } },
      { pipeline: 'api', verdict: 'skip', reason: 'unmapped' },
    ])
  })

  it('starts nothing, and writes no ledger', async () => {
    await explained(event(names[0], tip()))
    expect(simulator.executions()).toEqual([])
    expect(existsSync(join(folder, 'ledger.jsonl'))).toBe(false)
  })

  it('shows people the same', async () => {
    const { stdout } = await ask(event(names[0], tip()))
    expect(stdout).toMatch(/^codecommit:shop refs\/heads\/main, updated\n/)
    expect(stdout).toMatch(/^ {2}ledger {2}read, and not written; nothing is started$/m)
    expect(stdout).toMatch(
      /^web {2}start {2}matched\n {2}path +"apps\/web\/a\.ts"\n {2}rule +apps\/web\/\*\*, rules\.json:21:9$/m,
    )
    expect(stdout).toMatch(/^ {2}compared +[0-9a-f]{12}\.\.[0-9a-f]{12}: 2 changes read, exact$/m)
    expect(stdout).toMatch(/^ {2}calendar +office, not judged by this version$/m)
    expect(stdout).toMatch(/not asked: hub$/m)
  })

  it('points into the configuration where the rules stand in it', async () => {
    write('trigger.json', JSON.stringify({ ...configuration(), rules: { use: 'inline', document: rules } }))
    const { pipelines } = await explained(event(names[0], tip()))
    configure('trigger.json')
    expect(pipelines[0]?.place).toMatchObject({ file: 'trigger.json', line: 1 })
  })

  it('reads an event from a file, and out of an SQS batch of one', async () => {
    const body = JSON.stringify(event(names[0], tip()))
    write('batch.json', { Records: [{ eventSource: 'aws:sqs', messageId: '1', body }] })
    const { code } = await run([
      'explain',
      'change',
      '--config',
      'trigger.json',
      '--event',
      'batch.json',
      '--exit-code',
    ])
    expect(code).toBe(0)
  })

  it('says which sources were asked when none knows the event', async () => {
    const other = { source: 'aws.s3', 'detail-type': 'Object Created', detail: {} }
    const { code, stdout } = await ask(other)
    expect(code).toBe(0)
    expect(stdout).toBe(
      'No source takes this event for its own: aws.s3, Object Created\n  asked  codecommit\n',
    )
    expect((await ask(other, '--exit-code')).code).toBe(4)
  })

  it('exits with 4 when asked to and nothing would start', async () => {
    expect((await ask(event(names[0], tip()), '--exit-code')).code).toBe(0)
    expect((await ask(event(names[1], tip()), '--exit-code')).code).toBe(4)
    expect((await ask(event(names[1], tip()))).code).toBe(0)
  })

  it('says when the base is not known, and when the ref is gone', async () => {
    const unknown = await explained(event(undefined, tip()))
    expect(unknown.pipelines[0]).toMatchObject({ reason: 'unknown_base', baseline: { is: 'none' } })
    const gone = await explained(event(names[0], undefined, 'refs/heads/main'))
    // The ref is there: an old event changes nothing about that.
    expect(gone.tip).toBe(tip())
    write('trigger.json', {
      ...configuration(),
      rules: { use: 'inline', document: { pipelines: { web: {} } } },
    })
    const deleted = await explained(event(names[0], undefined, 'refs/heads/side'))
    configure('trigger.json')
    expect(deleted).toMatchObject({ tip: null, pipelines: [{ verdict: 'skip', reason: 'ref_deleted' }] })
  })
})

describe('sallyport explain change complains', childProcesses, () => {
  it.each([
    ['rules', { rules: { use: 'inline', document: { pipelins: {} } } }, /rules\.document\.pipelins: /],
    ['a configuration', { ledgr: {} }, /^bad\.json:1:\d+: fault: ledgr: /],
    ['an adapter', { ledger: { use: 'fil' } }, /fault: ledger\.use: .*did you mean "file"\?/],
  ])('of bad %s with 3', async (_, changes, complaint) => {
    configure('bad.json', changes)
    const asked = ['explain', 'change', '--config', 'bad.json', '--event', '-']
    const { code, stdout, stderr } = await run(asked, { stdin: JSON.stringify(event(names[0], tip())) })
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(complaint)
  })

  it.each([
    [
      'rules that are not there',
      { rules: { use: 'file', path: 'absent.json' } },
      /absent\.json: .*no such file/,
    ],
    ['a ledger that does not answer', { ledger: { use: 'file', path: 'no/ledger' } }, /no\/ledger: /],
  ])('of %s with 5', async (_, changes, complaint) => {
    configure('far.json', changes)
    const asked = ['explain', 'change', '--config', 'far.json', '--event', '-']
    const { code, stderr } = await run(asked, { stdin: JSON.stringify(event(names[0], tip())) })
    expect(code).toBe(5)
    expect(stderr).toMatch(complaint)
  })

  it('of a repository that says no with 5', async () => {
    simulator.repositories.delete('shop')
    const { code, stdout, stderr } = await ask(event(names[0], tip()))
    simulator.repositories.set('shop', repository.path)
    expect(code).toBe(5)
    expect(stdout).toMatch(/^web {2}fail {2}incomplete_diff$/m)
    expect(stderr).toMatch(/^codecommit:shop: expected a repository that can be read/)
  })

  it.each([
    ['no JSON', 'noise', /something else/],
    ['a sweep', '{"sallyport":"reconcile"}', /found a sweep or a wake-up/],
    ['a batch', '{"Records":[{},{}]}', /expected one event, found a batch of 2/],
  ])('of %s for an event with 2', async (_, stdin, complaint) => {
    const { code, stderr } = await run(['explain', 'change', '--config', 'trigger.json', '--event', '-'], {
      stdin,
    })
    expect(code).toBe(2)
    expect(stderr).toMatch(complaint)
  })
})

describe('what sallyport explain change said', childProcesses, () => {
  const decisionOf = (decision: Decision) => {
    const { pipeline, verdict, reason, because, from, to, decisionId } = decision
    return { pipeline, verdict, reason, because, from, to, decisionId }
  }

  const gateThere = (): Promise<Gate> => {
    const ledger = { use: 'file', path: join(folder, 'ledger.jsonl') }
    const document = { use: 'file', path: join(folder, 'rules.json') }
    const there = configurationFrom(JSON.stringify({ ...configuration(), ledger, rules: document }))
    return gateFrom(there, { clock: { now: Date.now }, notify: () => undefined, environment: {} })
  }
  const origin = { kind: 'codecommit', repository: 'shop', ref: 'refs/heads/main' } as const
  const rewrite = async (gate: Gate, changes: Partial<LedgerEntry>) => {
    const [web] = await gate.ledger.read(origin, ['web'])
    const key = { ...origin, pipeline: 'web' }
    await gate.ledger.write({ key, edition: (web?.edition ?? 0) + 1, ...changes })
  }
  const webIn = ({ pipelines }: Explained) => pipelines.find(({ pipeline }) => pipeline === 'web')

  it('is what the trigger then does, and what was done is seen in its ledger', async () => {
    const told = event(names[0], tip())
    const said = await explained(told)
    const gate = await gateThere()
    const revision = gate.sources[0]?.recognise(told)
    if (revision === undefined) throw new Error('expected a revision, found nothing')
    const done = await deliver(revision, gate)
    const sorted = (decisions: readonly Decision[]) =>
      decisions.map(decisionOf).toSorted((one, other) => one.pipeline.localeCompare(other.pipeline))
    expect(sorted(said.pipelines)).toEqual(sorted(done.decisions))
    expect(simulator.executions().map(({ pipeline }) => pipeline)).toEqual(['web'])

    const before = readFileSync(join(folder, 'ledger.jsonl'), 'utf8')
    const [execution] = simulator.executions()
    expect(webIn(await explained(told))).toMatchObject({
      verdict: 'skip',
      reason: 'duplicate',
      baseline: { is: 'ledger', revision: tip() },
      execution: execution?.id,
    })
    expect(readFileSync(join(folder, 'ledger.jsonl'), 'utf8')).toBe(before)
  })

  it('takes the baseline from the ledger, not from the event', async () => {
    await rewrite(await gateThere(), { baseline: names[1] ?? '' })
    expect(webIn(await explained(event(names[0], tip())))).toMatchObject({
      verdict: 'skip',
      from: names[1],
      baseline: { is: 'ledger', revision: names[1] },
    })
  })

  it('waits for nobody who is starting a pipeline right now, and says so', async () => {
    const gate = await gateThere()
    const { decisions } = await deliver({ ...origin, happened: 'updated' }, gate)
    const decision = decisions.find(({ pipeline }) => pipeline === 'web')
    if (decision === undefined) throw new Error('expected a decision, found none')
    const leaseUntil = Date.now() + 3_600_000
    await rewrite(gate, { intent: { to: tip() ?? '', token: 't', leaseUntil, decision } })
    const told = await explained(event(names[0], tip()))
    expect(told.busy).toEqual(['web'])
    expect(webIn(told)).toBeUndefined()
    expect((await ask(event(names[0], tip()))).stdout).toMatch(/^Being started by somebody else: web$/m)
  })
})
