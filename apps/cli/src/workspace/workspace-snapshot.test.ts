import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { closureOf, type WorkspaceLock } from '@sallyport/delivery/rules'
import { placeInRepository } from '../git-repository.ts'
import { classicLock, modernLock, npmLock, pnpmLock } from './lockfiles.stage.ts'
import { turboGraph } from './turbo-graph.ts'
import {
  manifests,
  pnpmWorkspace,
  rootOfGlobs,
  rootOfPnpm,
  type StagedFiles,
  type StagedFolder,
  stagedFolder,
} from './workspace.stage.ts'
import { workspaceSnapshot } from './workspace-snapshot.ts'

const staged: StagedFolder[] = []
afterEach(() => {
  for (const folder of staged.splice(0)) folder.remove()
})

function folderOf(files: StagedFiles): StagedFolder {
  const folder = stagedFolder(files)
  staged.push(folder)
  return folder
}

/** At the top of a repository that names contents as most do. */
const top = { prefix: '', objectFormat: 'sha1' } as const

async function goodSnapshot(folder: string, place: Parameters<typeof workspaceSnapshot>[1] = top) {
  const reading = await workspaceSnapshot(folder, place)
  if (reading.outcome === 'bad') throw new Error(JSON.stringify(reading.faults))
  return reading
}

const snapshotOf = (files: StagedFiles) => goodSnapshot(folderOf(files).path)

const dependsOn = ({ packages }: WorkspaceLock) =>
  Object.fromEntries(Object.entries(packages).map(([name, each]) => [name, each.dependsOn]))

/** Names of the packages for which two locks have other resolutions. */
const moved = (one: WorkspaceLock, other: WorkspaceLock) =>
  Object.keys(one.packages).filter(
    (name) => one.packages[name]?.resolutions !== other.packages[name]?.resolutions,
  )

const ofPnpm = { ...manifests, 'package.json': rootOfPnpm, 'pnpm-workspace.yaml': pnpmWorkspace }
const ofGlobs = { ...manifests, 'package.json': rootOfGlobs }

const workspaces = [
  { manager: 'pnpm', files: ofPnpm, path: 'pnpm-lock.yaml', lockfile: pnpmLock },
  { manager: 'npm', files: ofGlobs, path: 'package-lock.json', lockfile: npmLock },
  { manager: 'Yarn 1', files: ofGlobs, path: 'yarn.lock', lockfile: classicLock },
  { manager: 'Yarn 4', files: ofGlobs, path: 'yarn.lock', lockfile: modernLock },
] as const

describe.each(workspaces)('a workspace of $manager', ({ files, path, lockfile }) => {
  it('is taken down with its packages, whom they need and what they install', async () => {
    const { lock, notes } = await snapshotOf({ ...files, [path]: lockfile })
    expect(notes).toEqual([])
    expect(dependsOn(lock)).toEqual({ '@acme/api': ['@acme/lib'], '@acme/lib': [], '@acme/web': [] })
    expect(Object.keys(lock.packages)).toEqual(['@acme/api', '@acme/lib', '@acme/web'])
    const known = new Set(Object.values(lock.packages).map(({ resolutions }) => resolutions))
    expect([...known].every((digest) => /^[0-9a-f]{64}$/.test(digest ?? ''))).toBe(true)
    expect(known.size).toBe(3)
    expect(lock.lockfile?.path).toBe(path)
  })

  it.each([
    ['something that one package asks for', 'debug4', ['@acme/api']],
    ['something far below one package', 'number6', ['@acme/lib']],
    ['another version of the same, below another', 'number4', ['@acme/web']],
    ['what the root installs, which is at hand to all', 'colors1', ['@acme/api', '@acme/lib', '@acme/web']],
  ])('moves with %s, and with nothing else', async (_, content, packages) => {
    const before = await snapshotOf({ ...files, [path]: lockfile })
    const after = await snapshotOf({ ...files, [path]: lockfile.replace(content, 'others') })
    expect(moved(before.lock, after.lock)).toEqual(packages)
    expect(after.lock.lockfile?.object).not.toBe(before.lock.lockfile?.object)
  })
})

describe('the lock of a workspace', () => {
  it('names the lockfile’s content as git does', async () => {
    const folder = folderOf({ ...ofPnpm, 'pnpm-lock.yaml': `${pnpmLock}# é\n` })
    for (const format of ['sha1', 'sha256'] as const) {
      const git = (...words: readonly string[]) =>
        execFileSync('git', ['-C', folder.path, ...words], { encoding: 'utf8' }).trim()
      git('init', '--quiet', `--object-format=${format}`)
      const { lock } = await goodSnapshot(folder.path, await placeInRepository(folder.path))
      expect(lock.lockfile?.object).toBe(git('hash-object', 'pnpm-lock.yaml'))
      execFileSync('rm', ['-rf', `${folder.path}/.git`])
    }
  })

  it('has paths from the root of the repository, wherever in it the workspace is', async () => {
    const inside = Object.entries({ ...ofPnpm, 'pnpm-lock.yaml': pnpmLock })
    const folder = folderOf(Object.fromEntries(inside.map(([path, text]) => [`web/front/${path}`, text])))
    execFileSync('git', ['-C', folder.path, 'init', '--quiet'])
    const path = `${folder.path}/web/front`
    const { lock, notes } = await goodSnapshot(path, await placeInRepository(path))
    expect([notes, lock.lockfile?.path]).toEqual([[], 'web/front/pnpm-lock.yaml'])
    expect(lock.packages['@acme/api']?.directory).toBe('web/front/apps/api')
    expect(lock.shared).toEqual(['web/front/package.json', 'web/front/pnpm-workspace.yaml'])
  })

  it('shares what is at the root for all, and what turbo calls global', async () => {
    const turbo = `{ // where everything comes from
      "globalDependencies": ["env/*.json", "!env/local.json", "LICENSE",], "note": "https://example.com" }`
    const { lock } = await snapshotOf({
      ...ofPnpm,
      'turbo.json': turbo,
      'env/prod.json': {},
      'env/local.json': {},
      'tsconfig.base.json': {},
      '.npmrc': '',
      'README.md': '',
      'pnpm-lock.yaml': pnpmLock,
    })
    expect(lock.shared).toEqual([
      '.npmrc',
      'env/prod.json',
      'package.json',
      'pnpm-workspace.yaml',
      'tsconfig.base.json',
      'turbo.json',
    ])
  })

  it.each([
    ['of pnpm 8', { 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n" }, /found lockfileVersion "6.0"/],
    ['of pnpm in a merge', { 'pnpm-lock.yaml': `<<<<<<< ours\n${pnpmLock}` }, /found faults in its/],
    ['of npm 6', { 'package-lock.json': '{"lockfileVersion":1}' }, /found lockfileVersion 1/],
    ['that is no JSON', { 'package-lock.json': '{' }, /found faults in its text/],
    ['of Yarn 1 in a merge', { 'yarn.lock': `<<<<<<< ours\n${classicLock}` }, /lines that Yarn does not/],
    ['of bun', { 'bun.lock': '{}' }, /found one of bun/],
  ])('knows nothing of what a lockfile %s resolves, and says so', async (_, lockfile, note) => {
    const { lock, notes } = await snapshotOf({ ...ofGlobs, ...lockfile })
    expect(notes).toEqual([expect.stringMatching(note)])
    expect(Object.values(lock.packages).some(({ resolutions }) => resolutions !== undefined)).toBe(false)
    expect([lock.lockfile?.path]).toEqual(Object.keys(lockfile))
  })

  it('does not watch a root that a package needs, and says so', async () => {
    const web = { name: '@acme/web', dependencies: { acme: 'workspace:*' } }
    const { notes } = await snapshotOf({
      ...ofPnpm,
      'apps/web/package.json': web,
      'pnpm-lock.yaml': pnpmLock,
    })
    expect(notes).toEqual([expect.stringMatching(/^acme: .* found @acme\/web; its files are not watched$/)])
  })

  it('is not taken when a file cannot be read, which is not the same as absent', async () => {
    const folder = folderOf({ ...ofPnpm, 'pnpm-lock.yaml/x': '' })
    const taking = workspaceSnapshot(folder.path, top)
    await expect(taking).rejects.toThrow(/pnpm-lock\.yaml: expected a file that can be read, found EISDIR$/)
  })

  it('is without a lockfile where there is none', async () => {
    const { lock, notes } = await snapshotOf(ofPnpm)
    expect(dependsOn(lock)['@acme/api']).toEqual(['@acme/lib'])
    expect([lock.lockfile, notes]).toEqual([undefined, [expect.stringMatching(/a lockfile, found none$/)]])
  })

  it('does not know what a package installs that the lockfile has not seen yet', async () => {
    const web = pnpmLock.replace('apps/web:', 'apps/wob:')
    const { lock, notes } = await snapshotOf({ ...ofPnpm, 'pnpm-lock.yaml': web })
    expect(notes).toEqual([expect.stringMatching(/found less for @acme\/web; any change of it counts/)])
    expect(lock.packages['@acme/web']?.resolutions).toBeUndefined()
    expect(lock.packages['@acme/lib']?.resolutions).toBeDefined()
  })

  it('goes by the package manager that the root asks for', async () => {
    const root = { ...rootOfGlobs, packageManager: 'yarn@4.9.2' }
    const both = { 'package-lock.json': npmLock, 'yarn.lock': modernLock }
    const { lock, notes } = await snapshotOf({ ...manifests, 'package.json': root, ...both })
    expect([lock.lockfile?.path, notes]).toEqual(['yarn.lock', []])
    const guessed = await snapshotOf({ ...ofGlobs, ...both })
    expect(guessed.lock.lockfile?.path).toBe('package-lock.json')
    expect(guessed.notes).toEqual([expect.stringMatching(/^yarn\.lock: .* found package-lock\.json too/)])
  })
})

describe('turbo’s own answer', () => {
  const withTurbo = { ...ofPnpm, 'pnpm-lock.yaml': pnpmLock, 'turbo.json': {} }
  const answering = (items: readonly object[]) =>
    `cat <<'END'\n${JSON.stringify({ data: { packages: { items } } })}\nEND`

  it('adds to the graph and takes nothing from it', async () => {
    const folder = folderOf(withTurbo)
    const needs = { items: [{ name: '@acme/api' }, { name: '//' }] }
    folder.installTurbo(
      answering([
        { name: '//', path: '', directDependencies: { items: [] } },
        { name: '@acme/web', path: 'apps/web', directDependencies: needs },
      ]),
    )
    const { lock, notes } = await goodSnapshot(folder.path)
    expect(notes).toEqual([])
    expect(dependsOn(lock)).toMatchObject({ '@acme/api': ['@acme/lib'], '@acme/web': ['@acme/api'] })
  })

  it.each([
    ['fails', 'echo no such query >&2; exit 1', /found no such query; the graph is that of the manifests/],
    ['says something else', 'echo hello', /found an answer that is no JSON/],
    ['knows no packages', 'echo "{}"', /found an answer without packages/],
  ])('is done without when turbo %s', async (_, script, note) => {
    const folder = folderOf(withTurbo)
    folder.installTurbo(script)
    const { lock, notes } = await goodSnapshot(folder.path)
    expect(notes).toEqual([expect.stringMatching(note)])
    expect(dependsOn(lock)).toMatchObject({ '@acme/api': ['@acme/lib'] })
  })

  it('is had for this repository, and agrees with its manifests', { timeout: 60_000 }, async () => {
    const here = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '')
    const answer = await turboGraph(here)
    if (answer.outcome !== 'answered') throw new Error(JSON.stringify(answer))
    const { lock } = await goodSnapshot(here)
    expect(Object.keys(lock.packages)).toEqual(answer.packages.map(({ name }) => name).toSorted())
    for (const { name, dependsOn: needs } of answer.packages)
      expect(lock.packages[name]?.dependsOn).toEqual(needs.filter((need) => need !== '//').toSorted())
    expect(closureOf(lock, '@sallyport/delivery')).toContain('@sallyport/kernel')
    expect(lock.packages['@sallyport/kernel']?.resolutions).toMatch(/^[0-9a-f]{64}$/)
  })
})
