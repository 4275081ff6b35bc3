import { afterEach, describe, expect, it } from 'vitest'
import { needsAmong } from './member-edges.ts'
import {
  pnpmWorkspace,
  rootOfPnpm,
  type StagedFiles,
  type StagedFolder,
  stagedFolder,
} from './workspace.stage.ts'
import { workspaceAt } from './workspace-members.ts'

const staged: StagedFolder[] = []
afterEach(() => {
  for (const folder of staged.splice(0)) folder.remove()
})

async function read(files: StagedFiles, others: readonly string[] = []) {
  const folder = stagedFolder(files)
  staged.push(folder)
  return workspaceAt(folder.path, others)
}

async function foldersIn(files: StagedFiles, others: readonly string[] = []) {
  const reading = await read(files, others)
  if (reading.outcome === 'bad') throw new Error(JSON.stringify(reading.faults))
  return reading.workspace.members.map(({ directory }) => directory)
}

/** Packages that are named like the folders they are in. */
const packagesIn = (...folders: readonly string[]): StagedFiles =>
  Object.fromEntries(
    folders.map((folder) => [`${folder}/package.json`, { name: folder.replaceAll('/', '-') }]),
  )

const tree = packagesIn('apps/api', 'apps/web', 'apps/web/e2e', 'libs/a', 'libs/deep/b', 'libs/deep/test/c')
const ofPnpm = (...globs: readonly string[]): StagedFiles => ({
  ...tree,
  ...packagesIn('apps/web/node_modules/x', 'node_modules/y', 'libs/node_modules/z'),
  'package.json': rootOfPnpm,
  'pnpm-workspace.yaml': JSON.stringify({ packages: globs }),
})
const ofManager = (packageManager: string | undefined, ...globs: readonly string[]): StagedFiles => ({
  ...tree,
  'package.json': { workspaces: globs, packageManager },
})

describe('the packages of a workspace', () => {
  it.each([
    ['one level', ['apps/*'], ['apps/api', 'apps/web']],
    ['every level', ['libs/**'], ['libs/a', 'libs/deep/b', 'libs/deep/test/c']],
    ['written with dots and slashes', ['./apps/*/', 'libs/a'], ['apps/api', 'apps/web', 'libs/a']],
    ['one of several', ['{apps,libs}/a*'], ['apps/api', 'libs/a']],
    ['but some', ['!**/test/**', 'libs/**'], ['libs/a', 'libs/deep/b']],
    ['but a folder and all below it', ['libs/**', '!libs/deep/**'], ['libs/a']],
    ['all, but not what is installed', ['**'], Object.keys(tree).map((path) => path.slice(0, -13))],
    ['the root too, which is none', ['.', 'apps/api'], ['apps/api']],
  ])('of pnpm are those that its globs match: %s', async (_, globs, folders) => {
    expect(await foldersIn(ofPnpm(...globs))).toEqual([...folders].toSorted())
  })

  it('of yarn may be in an object', async () => {
    const root = { workspaces: { packages: ['apps/*'], nohoist: ['**'] }, packageManager: 'yarn@1.22.22' }
    expect(await foldersIn({ ...tree, 'package.json': root })).toEqual(['apps/api', 'apps/web'])
  })

  it('of npm are taken and refused one glob after the other, of yarn refused at last', async () => {
    const globs = ['libs/**', '!libs/deep/**', 'libs/deep/b'] as const
    expect(await foldersIn(ofManager('npm@11.0.0', ...globs))).toEqual(['libs/a', 'libs/deep/b'])
    expect(await foldersIn(ofManager(undefined, ...globs))).toEqual(['libs/a', 'libs/deep/b'])
    expect(await foldersIn(ofManager('yarn@4.9.2', ...globs))).toEqual(['libs/a'])
  })

  it('may be known from elsewhere', async () => {
    expect(await foldersIn(ofPnpm('apps/*'), ['libs/a', 'apps/api'])).toEqual([
      'apps/api',
      'apps/web',
      'libs/a',
    ])
  })

  it('need no package.json at the root with pnpm', async () => {
    expect(await foldersIn({ ...tree, 'pnpm-workspace.yaml': pnpmWorkspace })).toHaveLength(5)
  })

  it('may be in package.json where pnpm’s own file has only settings', async () => {
    const files = { ...ofManager('pnpm@12.0.0', 'apps/*'), 'pnpm-workspace.yaml': 'catalog: {}\n' }
    expect(await foldersIn(files)).toEqual(['apps/api', 'apps/web'])
  })
})

describe('a workspace is refused', () => {
  const named = (path: string, content: string | object): StagedFiles => ({
    ...ofPnpm('apps/*'),
    [path]: content,
  })

  it.each([
    [
      'without workspaces',
      { 'package.json': {} },
      { file: '', expected: expect.stringMatching(/workspaces in/) },
    ],
    [
      'for a package without a name',
      named('apps/web/package.json', {}),
      { file: '/apps/web/package.json', found: 'none' },
    ],
    [
      'for two packages of one name',
      named('apps/web/package.json', { name: 'apps-api' }),
      { file: '/apps/web/package.json', path: ['name'], found: '"apps-api", as in apps/api' },
    ],
    [
      'for a manifest that is no JSON, with the place',
      named('apps/web/package.json', '{\n  "name": web }'),
      { file: '/apps/web/package.json', line: 2, column: 11 },
    ],
    [
      'for a manifest that is no object',
      named('apps/web/package.json', '[]'),
      { file: '/apps/web/package.json' },
    ],
    [
      'for globs that are no YAML',
      named('pnpm-workspace.yaml', 'packages: [\n'),
      { file: '/pnpm-workspace.yaml' },
    ],
  ])('%s', async (_, files, { file, ...issue }) => {
    const reading = await read(files)
    expect(reading).toMatchObject({ outcome: 'bad', faults: [{ issue: { severity: 'fault', ...issue } }] })
    const place = reading.outcome === 'bad' ? reading.faults[0]?.file : undefined
    expect(place).toBe(`${staged[0]?.path}${file}`)
  })

  it('with every fault at once', async () => {
    const files = { ...named('apps/web/package.json', {}), 'apps/api/package.json': '{' }
    const reading = await read(files)
    expect(reading.outcome === 'bad' && reading.faults).toHaveLength(2)
  })
})

describe('a package needs another', () => {
  const lib = { directory: 'libs/lib', name: '@acme/lib' }
  const rest = { needs: [], workspaces: [], packageManager: undefined }
  const members = [{ ...lib, ...rest }]

  it.each([
    ['@acme/lib', 'workspace:*', 'dependencies'],
    ['@acme/lib', '^9.0.0', 'devDependencies'],
    ['@acme/lib', '*', 'peerDependencies'],
    ['@acme/lib', 'catalog:', 'optionalDependencies'],
    ['lib', 'workspace:@acme/lib@*', 'dependencies'],
    ['lib', 'npm:@acme/lib@^1.0.0', 'dependencies'],
    ['lib', 'file:../../libs/lib', 'dependencies'],
    ['lib', 'link:../../libs/lib/', 'dependencies'],
    ['lib', 'portal:../../libs/lib', 'dependencies'],
    ['lib', 'workspace:../../libs/lib', 'dependencies'],
    ['lib', '../../libs/lib', 'dependencies'],
  ] as const)('when it asks for %s as %s in %s', (name, range, kind) => {
    const api = { ...rest, directory: 'apps/api', name: 'api', needs: [{ name, range, kind }] }
    expect(needsAmong(members, api)).toContain('@acme/lib')
  })

  it.each([
    ['lib', '^1.0.0'],
    ['lib', 'npm:@acme/libs@1'],
    ['lib', 'file:../lib'],
    ['lib', 'https://example.com/libs/lib'],
  ])('not when it asks for %s as %s', (name, range) => {
    const needs = [{ name, range, kind: 'dependencies' as const }]
    expect(needsAmong(members, { ...rest, directory: 'apps/api', name: 'api', needs })).toEqual([])
  })
})
