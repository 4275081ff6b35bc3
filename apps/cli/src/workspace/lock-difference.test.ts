import { describe, expect, it } from 'vitest'
import type { WorkspaceLock } from '@sallyport/delivery/rules'
import { sentence } from '@sallyport/kernel'
import { lockDifferences } from './lock-difference.ts'

const lib = { directory: 'libs/lib', dependsOn: [], resolutions: 'aa' }
const api = { directory: 'apps/api', dependsOn: ['lib'], resolutions: 'bb' }
const current: WorkspaceLock = {
  lockVersion: 1,
  packages: { api, lib },
  lockfile: { path: 'pnpm-lock.yaml', object: '5d12' },
  shared: ['package.json'],
}
const { lockfile: _, ...withoutLockfile } = current
const { resolutions: __, ...unresolved } = lib

describe('a lock that was kept', () => {
  it('differs in nothing from the same one', () => {
    expect(lockDifferences(current, structuredClone(current))).toEqual([])
  })

  it.each([
    [
      'a package too few',
      { packages: { lib } },
      ['packages.api: expected the package in apps/api, found nothing'],
    ],
    [
      'a package too many',
      { packages: { ...current.packages, old: lib } },
      ['packages.old: expected a package of the workspace, found one that is none'],
    ],
    [
      'a package elsewhere',
      { packages: { api, lib: { ...lib, directory: 'lib' } } },
      ['packages.lib.directory: expected "libs/lib", found "lib"'],
    ],
    [
      'another need',
      { packages: { api: { ...api, dependsOn: ['old'] }, lib } },
      [
        'packages.api.dependsOn: expected "lib" in it, found nothing of the name',
        'packages.api.dependsOn[0]: expected something of now, found "old"',
      ],
    ],
    [
      'other resolutions',
      { packages: { api, lib: { ...lib, resolutions: 'cc' } } },
      ['packages.lib.resolutions: expected those of what is resolved now, found those of something else'],
    ],
    [
      'no resolutions yet',
      { packages: { api, lib: unresolved } },
      ['packages.lib.resolutions: expected those of what is resolved now, found none'],
    ],
    [
      'another lockfile',
      { lockfile: { path: 'yarn.lock', object: '5d12' } },
      ['lockfile: expected pnpm-lock.yaml, found yarn.lock'],
    ],
    [
      'the lockfile as it was',
      { lockfile: { path: 'pnpm-lock.yaml', object: '0000' } },
      ['lockfile.object: expected pnpm-lock.yaml as it is now, found another content'],
    ],
    [
      'another shared file',
      { shared: ['package.json', '.npmrc'] },
      ['shared[1]: expected something of now, found ".npmrc"'],
    ],
  ])('may have %s', (_name, changes, sentences) => {
    expect(lockDifferences({ ...current, ...changes }, current).map(sentence)).toEqual(sentences)
  })

  it('may know what is not known any more', () => {
    const now = { ...withoutLockfile, packages: { api, lib: unresolved } }
    expect(lockDifferences(current, now).map(sentence)).toEqual([
      'packages.lib.resolutions: expected none, since they are not known, found some',
      'lockfile: expected none, found pnpm-lock.yaml',
    ])
    expect(lockDifferences(withoutLockfile, current).map(sentence)).toEqual([
      'lockfile: expected pnpm-lock.yaml, found none',
    ])
  })
})
