import { describe, expect, it } from 'vitest'
import { readWorkspaceLock } from './workspace-lock-document.ts'

const api = { directory: 'apps/api', dependsOn: ['@acme/lib'], resolutions: '0a'.repeat(32) }
const lib = { directory: 'libs/lib', dependsOn: [] }
const lock = {
  lockVersion: 1,
  packages: { '@acme/api': api, '@acme/lib': lib },
  lockfile: { path: 'pnpm-lock.yaml', object: '9f'.repeat(20) },
  shared: ['package.json', 'pnpm-workspace.yaml'],
}

describe('the lock of a workspace', () => {
  it('is read as it was written', () => {
    expect(readWorkspaceLock(lock)).toEqual({ outcome: 'good', value: lock })
  })

  it('may be without a lockfile, of a workspace without packages, and have an object of SHA-256', () => {
    const bare = { lockVersion: 1, packages: {}, shared: [] }
    expect(readWorkspaceLock(bare)).toStrictEqual({ outcome: 'good', value: bare })
    const long = { ...lock, lockfile: { path: 'yarn.lock', object: '9f'.repeat(32) } }
    expect(readWorkspaceLock(long).outcome).toBe('good')
  })

  it.each([
    ['another version', { ...lock, lockVersion: 2 }, { path: ['lockVersion'] }],
    ['a member misspelt', { ...lock, shard: [] }, { path: ['shard'], didYouMean: 'shared' }],
    ['a package without a place', { ...lock, packages: { a: { dependsOn: [] } } }, { found: 'nothing' }],
    [
      'a place outside of the repository',
      { ...lock, packages: { a: { ...lib, directory: '../lib' } } },
      { path: ['packages', 'a', 'directory'], found: '"../lib"' },
    ],
    [
      'resolutions that are no digest',
      { ...lock, packages: { a: { ...lib, resolutions: 'latest' } } },
      { path: ['packages', 'a', 'resolutions'], expected: 'a SHA-256 in hexadecimal' },
    ],
    [
      'an object that git would not name so',
      { ...lock, lockfile: { path: 'yarn.lock', object: 'HEAD' } },
      { path: ['lockfile', 'object'], found: '"HEAD"' },
    ],
    ['a shared path that is absolute', { ...lock, shared: ['/package.json'] }, { path: ['shared', 0] }],
    [
      'a package that depends on a stranger',
      { ...lock, packages: { ...lock.packages, web: { directory: 'web', dependsOn: ['@acme/lb'] } } },
      {
        path: ['packages', 'web', 'dependsOn', 0],
        expected: 'a package of this lock',
        didYouMean: '@acme/lib',
      },
    ],
    ['a text', '{}', { path: [], found: 'a string' }],
    ['nothing', null, { path: [] }],
  ])('is not %s', (_, value, issue) => {
    expect(readWorkspaceLock(value)).toMatchObject({
      outcome: 'bad',
      issues: [{ severity: 'fault', ...issue }],
    })
  })

  it('has no members that would be left out silently', () => {
    const value: unknown = JSON.parse('{"lockVersion":1,"packages":{"__proto__":{}},"shared":[]}')
    expect(readWorkspaceLock(value)).toMatchObject({ outcome: 'bad' })
  })

  it('tells all faults at once', () => {
    const value = { lockVersion: 1, packages: { a: { directory: 7, dependsOn: 'b' } }, shared: 'all' }
    const read = readWorkspaceLock(value)
    expect(read.outcome === 'bad' && read.issues.map(({ path }) => path.join('.'))).toEqual([
      'packages.a.directory',
      'packages.a.dependsOn',
      'shared',
    ])
  })
})
