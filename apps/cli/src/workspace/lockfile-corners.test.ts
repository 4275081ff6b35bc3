import { describe, expect, it } from 'vitest'
import { type LockedGraph, type Resolution, resolving } from './locked-graph.ts'
import type { Need } from './manifest.ts'
import type { Member } from './member-edges.ts'
import { npmGraph } from './npm-lockfile.ts'
import { pnpmGraph } from './pnpm-lockfile.ts'
import { classicEntries } from './yarn-classic.ts'
import { yarnLockfileGraph } from './yarn-lockfile.ts'

const memberAt = (
  directory: string,
  name: string,
  needs: readonly (readonly [string, string])[] = [],
): Member => ({
  directory,
  name,
  needs: needs.map(([needed, range]): Need => ({ name: needed, range, kind: 'dependencies' })),
  workspaces: [],
  packageManager: undefined,
})
const api = memberAt('apps/api', '@acme/api')

function resolutionIn(graph: LockedGraph | string, member: Member): Resolution | undefined {
  if (typeof graph === 'string') throw new Error(graph)
  return resolving(graph)(member)
}

describe('pnpm-lock.yaml', () => {
  const lock = (version: string, rest: object) => ({
    lockfileVersion: '9.0',
    importers: { 'apps/api': { optionalDependencies: { ui: { specifier: '*', version } } } },
    ...rest,
  })
  const read = (value: object) => resolutionIn(pnpmGraph(JSON.stringify(value)), api)

  it('has a package once for each set of peers and each patch', () => {
    const withPeer = (peer: string, patch: string) =>
      read(
        lock(`1.0.0(patch_hash=${patch})(@acme/react@${peer}(x@1.0.0))`, {
          packages: {
            'ui@1.0.0': { resolution: { integrity: 'ui' } },
            '@acme/react@18.0.0': { resolution: { integrity: '18' } },
            '@acme/react@19.0.0': { resolution: { integrity: '19' } },
          },
          snapshots: {
            [`ui@1.0.0(patch_hash=${patch})(@acme/react@${peer}(x@1.0.0))`]: {
              optionalDependencies: { '@acme/react': `${peer}(x@1.0.0)` },
            },
            [`@acme/react@${peer}(x@1.0.0)`]: {},
          },
        }),
      )?.lines
    expect(withPeer('18.0.0', 'aa')).toHaveLength(3)
    expect(withPeer('19.0.0', 'aa')).not.toEqual(withPeer('18.0.0', 'aa'))
    expect(withPeer('18.0.0', 'bb')).not.toEqual(withPeer('18.0.0', 'aa'))
  })

  it('may have a package of the workspace installed as if from outside, or linked from far below', () => {
    const found = read(
      lock('file:libs/ui(a@1.0.0)', {
        packages: { 'ui@file:libs/ui': { resolution: { directory: 'libs/ui', type: 'directory' } } },
        snapshots: { 'ui@file:libs/ui(a@1.0.0)': { dependencies: { core: 'link:libs/core' } } },
      }),
    )
    expect(found?.directories.toSorted()).toEqual(['libs/core', 'libs/ui'])
  })

  it.each([
    ['https://codeload.github.com/acme/ui/tar.gz/5d12', 'ui@https://codeload.github.com/acme/ui/tar.gz/5d12'],
    ['@acme/other@1.0.0', '@acme/other@1.0.0'],
    ['other@1.0.0', 'other@1.0.0'],
  ])('finds what %s is', (version, key) => {
    const rest = { packages: { [key]: { resolution: { tarball: 'x' } } }, snapshots: { [key]: {} } }
    expect(read(lock(version, rest))?.lines).toHaveLength(2)
  })

  it('is not known as far as something in it is missing', () => {
    const packages = { 'ui@1.0.0': { resolution: { integrity: 'ui' } } }
    const snapshots = { 'ui@1.0.0': { dependencies: { gone: '1.0.0' } } }
    expect(read(lock('1.0.0', { packages, snapshots }))).toBeUndefined()
    expect(read(lock('1.0.0', { packages, snapshots: {} }))).toBeUndefined()
    expect(read(lock('1.0.0', { packages: {}, snapshots: { 'ui@1.0.0': {} } }))).toBeUndefined()
  })

  it('may have a document about pnpm itself before it', () => {
    const own = lock('1.0.0', {
      packages: { 'ui@1.0.0': { resolution: { integrity: 'ui' } } },
      snapshots: { 'ui@1.0.0': {} },
    })
    const text = `---\nlockfileVersion: '9.0'\nimporters: {}\n---\n${JSON.stringify(own)}\n`
    expect(resolutionIn(pnpmGraph(text), api)?.lines).toHaveLength(2)
  })
})

describe('package-lock.json', () => {
  const read = (packages: object, lockfileVersion = 3) =>
    resolutionIn(
      npmGraph(JSON.stringify({ lockfileVersion, packages }), new Set(['apps/api', 'libs/ui'])),
      api,
    )

  it('is looked up from the folder upwards, as Node does', () => {
    const installed = (version: string, dependencies = {}) => ({ version, dependencies })
    const packages = {
      'apps/api': { dependencies: { a: '*' }, devDependencies: { b: '*' } },
      'apps/api/node_modules/a': installed('1.0.0', { b: '*', c: '*' }),
      'apps/api/node_modules/a/node_modules/b': installed('1.0.0'),
      'apps/node_modules/c': installed('1.0.0'),
      'node_modules/a': installed('2.0.0'),
      'node_modules/b': installed('2.0.0'),
      'node_modules/c': installed('2.0.0'),
    }
    for (const version of [2, 3])
      expect(
        read(packages, version)
          ?.lines.map((line) => JSON.parse(line)[0])
          .toSorted(),
      ).toEqual(['', 'a@1.0.0', 'b@1.0.0', 'b@2.0.0', 'c@1.0.0'])
  })

  it('may be without an optional package, and shows when it comes', () => {
    const before = { 'apps/api': { optionalDependencies: { a: '*' }, peerDependencies: { ui: '*' } } }
    const after = { ...before, 'node_modules/a': { version: '1.0.0' } }
    expect(read(before)?.lines).toHaveLength(1)
    expect(read(after)?.lines).toHaveLength(2)
  })

  it('has peers among what a package gets', () => {
    const packages = {
      'apps/api': { dependencies: { a: '*' } },
      'node_modules/a': { version: '1.0.0', peerDependencies: { b: '*' } },
      'node_modules/b': { version: '1.0.0' },
    }
    expect(read(packages)?.lines).toHaveLength(3)
  })

  it('follows links to folders that are no packages of the workspace, and names those that are', () => {
    const found = read({
      'apps/api': { dependencies: { a: 'file:../../vendor/a' } },
      'node_modules/a': { resolved: 'vendor/a', link: true },
      'vendor/a': { version: '1.0.0', dependencies: { b: '*', ui: '*' } },
      'node_modules/b': { version: '1.0.0' },
      'node_modules/ui': { resolved: 'libs/ui', link: true },
    })
    expect(found?.lines).toHaveLength(3)
    expect(found?.directories.toSorted()).toEqual(['libs/ui', 'vendor/a'])
  })
})

describe('yarn.lock', () => {
  const overridden = [
    ['Yarn 1', 'a@1.0.0:\n  version "1.0.0"\n  integrity sha512-a\n\nb@^1.0.0:\n  version "1.0.0"\n'],
    [
      'Yarn 3',
      [
        '__metadata:\n  version: 6',
        '"a@npm:1.0.0":\n  resolution: "a@npm:1.0.0"\n  checksum: a',
        '"b@npm:^1.0.0":\n  resolution: "b@npm:1.0.0"',
        '"@acme/api@workspace:apps/api":\n  resolution: "@acme/api@workspace:apps/api"',
        '  dependencies:\n    a: ^2.0.0\n    b: ^1.0.0\n',
      ].join('\n'),
    ],
  ] as const

  it.each(overridden)('of %s takes all there is of a name whose range is overridden', (_, text) => {
    const member = memberAt('apps/api', '@acme/api', [
      ['a', '^2.0.0'],
      ['b', '^1.0.0'],
    ])
    expect(resolutionIn(yarnLockfileGraph(text, [member]), member)?.lines).toHaveLength(3)
  })

  it('of Yarn 3, which leaves `npm:` away, has one version of a name for each range', () => {
    const entry = (version: string) => `"a@npm:^${version}":\n  resolution: "a@npm:${version}"`
    const own = '"@acme/api@workspace:apps/api":\n  resolution: "@acme/api@workspace:apps/api"'
    const needs = '  dependencies:\n    a: ^2.0.0\n'
    const text = ['__metadata:\n  version: 6', entry('1.0.0'), entry('2.0.0'), own, needs].join('\n')
    const lines = resolutionIn(yarnLockfileGraph(text, [api]), api)?.lines ?? []
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toContain('a@npm:1.0.0')
  })

  it.each(overridden)('of %s is not known as far as a name is missing', (_, text) => {
    const member = memberAt('apps/api', '@acme/api', [
      ['a', '^2.0.0'],
      ['gone', '*'],
    ])
    const without = text.replace(/^"?b@/m, '"c@').replace(/^"c@\^1\.0\.0:/m, 'c@^1.0.0:')
    expect(resolutionIn(yarnLockfileGraph(without, [member]), member)).toBeUndefined()
  })

  it('of Yarn 1 says nothing of what a folder is linked to', () => {
    const member = memberAt('apps/api', '@acme/api', [['x', 'link:../x']])
    expect(resolutionIn(yarnLockfileGraph('# yarn lockfile v1\n', [member]), member)?.lines).toHaveLength(1)
  })

  it('of Yarn 1 is read to the letter, with quotes where they are needed', () => {
    const text = [
      '# yarn lockfile v1\r',
      '"@a/b@^1.0.0", "@a/b@npm:@x/b@1 || 2", c@2:\r',
      '  version "1.0.0"',
      '  resolved "https://example.com/b.tgz#5d12"',
      '  optionalDependencies:',
      '    "@d/e" "1 - 2"',
      '    f "*"',
      '  engines:',
      '    node ">=4"',
    ].join('\n')
    expect(classicEntries(text)).toMatchObject([
      {
        descriptors: ['@a/b@^1.0.0', '@a/b@npm:@x/b@1 || 2', 'c@2'],
        needs: [
          ['@d/e', '1 - 2'],
          ['f', '*'],
        ],
        content: '["https://example.com/b.tgz#5d12",null]',
      },
    ])
    expect(classicEntries('lodash: {}')).toBeUndefined()
    expect(classicEntries('  version "1.0.0"')).toBeUndefined()
  })
})
