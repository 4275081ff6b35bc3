import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { commandLine } from '../command-line.stage.ts'
import { history } from '../history.stage.ts'
import { pnpmLock } from '../workspace/lockfiles.stage.ts'
import { manifests, pnpmWorkspace, rootOfPnpm, stagedFolder } from '../workspace/workspace.stage.ts'

const { run, write, folder, remove } = commandLine()
const workspace = stagedFolder({})
const repository = history()
afterAll(() => {
  remove()
  repository.remove()
  workspace.remove()
})

/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }

const rules = { pipelines: { api: { workspace: '@acme/api' }, web: { paths: ['apps/web/**'] } } }
const lockPath = join(folder, 'rules.lock.json')
const locked = () => JSON.parse(readFileSync(lockPath, 'utf8'))
const lock = (...words: readonly string[]) => run(['rules', 'lock', '--repo', workspace.path, ...words])

beforeEach(() => {
  const files = { ...manifests, 'package.json': rootOfPnpm, 'pnpm-workspace.yaml': pnpmWorkspace }
  for (const [path, content] of Object.entries({ ...files, 'pnpm-lock.yaml': pnpmLock }))
    workspace.write(path, content)
  write('rules.json', rules)
  rmSync(lockPath, { force: true })
})

describe('sallyport rules lock', childProcesses, () => {
  it('writes what a workspace is like beside the rules, once', async () => {
    const contents = '3 packages, pnpm-lock.yaml, 2 shared files\n'
    expect(await lock()).toEqual({ code: 0, stdout: `rules.lock.json: written; ${contents}`, stderr: '' })
    const text = readFileSync(lockPath, 'utf8')
    expect(text).toMatch(/^\{\n {2}"lockVersion": 1,\n {2}"packages": \{\n {4}"@acme\/api": \{\n.*\n\}\n$/s)
    expect((await lock()).stdout).toBe(`rules.lock.json: up to date; ${contents}`)
    expect(readFileSync(lockPath, 'utf8')).toBe(text)
  })

  it('finds the rules here, then in the workspace, or where they are said to be', async () => {
    rmSync(join(folder, 'rules.json'))
    workspace.write('rules.yaml', 'pipelines: {}\n')
    const found = await lock('--json')
    expect(JSON.parse(found.stdout)).toMatchObject({ file: `${workspace.path}/rules.lock.json` })
    write('other.rules.yml', 'pipelines: {}\n')
    expect((await lock('--rules', 'other.rules.yml')).stdout).toMatch(/^other\.rules\.lock\.json: written/)
    rmSync(join(workspace.path, 'rules.yaml'))
  })

  it.each([
    [
      'rules that are not there',
      ['--rules', 'none.json'],
      /^--rules: expected a rules document, found no file/,
    ],
    ['a workspace that is not there', ['--repo', 'nowhere'], /^--repo: expected the folder of a workspace, /],
    ['a misspelt option', ['--chek'], /Did you mean --check\?/],
  ])('answers %s with 2', async (_, words, complaint) => {
    const { code, stdout, stderr } = await lock(...words)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(complaint)
  })

  it('answers with 2 where there are no rules at all', async () => {
    rmSync(join(folder, 'rules.json'))
    const { code, stderr } = await lock()
    expect(code).toBe(2)
    expect(stderr).toMatch(/^--rules: expected a rules document, found none, and no rules\.json, rules\.yaml/)
  })

  it('answers a workspace with faults with 3, and writes nothing', async () => {
    workspace.write('apps/web/package.json', { name: '@acme/api' })
    const { code, stdout, stderr } = await lock()
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/apps\/web\/package\.json:1:1: fault: name: .*"@acme\/api", as in apps\/api\n$/)
    expect(existsSync(lockPath)).toBe(false)
  })

  it('says on stderr what could not be found out', async () => {
    workspace.write('pnpm-lock.yaml', 'lockfileVersion: "6.0"\n')
    const { code, stdout, stderr } = await lock()
    expect([code, stdout]).toEqual([0, expect.stringMatching(/written; 3 packages, pnpm-lock\.yaml/)])
    expect(stderr).toMatch(/^pnpm-lock\.yaml: .* any change of it counts for every package\n$/)
    expect(JSON.stringify(locked())).not.toContain('resolutions')
  })
})

describe('sallyport rules lock --check', childProcesses, () => {
  it('is content with a lock that is up to date, however it is written', async () => {
    await lock()
    write('rules.lock.json', locked())
    expect((await lock('--check')).code).toBe(0)
  })

  it('wants a lock, and does not write it', async () => {
    const { code, stdout } = await lock('--check')
    expect(code).toBe(3)
    expect(stdout).toMatch(/^rules\.lock\.json:1:1: fault: document: expected a lock, found no such file\n/)
    expect(existsSync(lockPath)).toBe(false)
  })

  it('says where a lock is out of date, and leaves it', async () => {
    await lock()
    const before = readFileSync(lockPath, 'utf8')
    workspace.write('apps/web/package.json', { name: '@acme/web', dependencies: { '@acme/lib': '*' } })
    workspace.write('pnpm-lock.yaml', pnpmLock.replace('number6', 'others'))
    const { code, stdout } = await lock('--check')
    expect(code).toBe(3)
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^rules\.lock\.json:14:22: .* packages\["@acme\/lib"\]\.resolutions: /),
      expect.stringMatching(
        /^rules\.lock\.json:18:7: .* packages\["@acme\/web"\]\.dependsOn: .*"@acme\/lib"/,
      ),
      expect.stringMatching(/lockfile\.object: expected pnpm-lock\.yaml as it is now/),
      'rules.lock.json: out of date; 3 packages, pnpm-lock.yaml, 2 shared files',
      '',
    ])
    expect(readFileSync(lockPath, 'utf8')).toBe(before)
    const { stdout: json } = await lock('--check', '--json')
    expect(JSON.parse(json)).toMatchObject({ outcome: 'out_of_date', issues: [{}, {}, {}], notes: [] })
  })

  it('says what is wrong with a lock that is none, which a run without it replaces', async () => {
    write('rules.lock.json', '{\n "lockVersion": 2, "packages": {}, "shared": [] }')
    const { code, stdout } = await lock('--check')
    expect(code).toBe(3)
    expect(stdout).toMatch(/^rules\.lock\.json:2:17: fault: lockVersion: expected 1, found a number\n/)
    expect((await lock()).stdout).toMatch(/: written; /)
    expect((await lock('--check')).code).toBe(0)
  })
})

describe('sallyport check of a lock', childProcesses, () => {
  it('finds it good, with the rules that it is beside', async () => {
    await lock()
    const { code, stdout } = await run(['check', 'rules.json'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^rules\.json: rules, good; 2 pipelines, .*\nrules\.lock\.json: lock of a workspace, good/,
    )
    expect((await run(['check', 'rules.lock.json'])).stdout).toBe(
      'rules.lock.json: lock of a workspace, good; 3 packages, pnpm-lock.yaml\n',
    )
  })

  it('finds faults in it, and in rules that name a package it does not have', async () => {
    await lock()
    write('rules.json', { pipelines: { api: { workspace: '@acme/ap' } } })
    const strange = await run(['check', 'rules.json'])
    expect(strange.code).toBe(3)
    expect(strange.stdout).toMatch(/^rules\.json:1:\d+: fault: pipelines\.api\.workspace: .*"@acme\/api"\?$/m)
    write('rules.lock.json', { ...locked(), shard: [] })
    const faulty = await run(['check', 'rules.json'])
    expect(faulty.code).toBe(3)
    expect(faulty.stdout).toMatch(/^rules\.lock\.json:1:\d+: fault: shard: .*did you mean "shared"\?$/m)
  })

  it('is held to by a backtest, which says when there is none', async () => {
    const backtest = ['backtest', '--rules', 'rules.json', '--repo', repository.path, '--json'] as const
    repository.land([{ 'docs/a.md': '1' }, { 'docs/b.md': '1' }, { 'libs/lib/a.ts': '1' }])
    const starts = ({ stdout }: { readonly stdout: string }): unknown =>
      JSON.parse(stdout).rules.pipelines.map(({ starts: count }: { readonly starts: number }) => count)
    await lock()
    const held = await run(backtest)
    expect([starts(held), held.stderr]).toEqual([[2, 1], ''])
    rmSync(lockPath)
    const unheld = await run(backtest)
    expect([starts(unheld), unheld.code]).toEqual([[3, 1], 0])
    expect(unheld.stderr).toMatch(/^rules\.lock\.json: expected the lock of rules\.json, found none; /)
    write('rules.lock.json', '{}')
    const { code, stderr } = await run(backtest)
    expect(code).toBe(3)
    expect(stderr).toMatch(/^rules\.lock\.json:1:1: fault: lockVersion: expected a value, found nothing$/m)
  })

  it('warns of rules that name packages and have none', async () => {
    const { code, stdout } = await run(['check', 'rules.json'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^rules\.json:1:\d+: warning: pipelines\.api\.workspace: .*`sallyport rules lock`/m,
    )
  })
})
