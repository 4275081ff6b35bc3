import { describe, expect, it } from 'vitest'
import { changesIn } from './comparison.ts'

const blob = (path: string) => ({ blobId: 'a'.repeat(40), path, mode: '100644' })

describe('a difference of CodeCommit', () => {
  it.each([
    ['an addition', { afterBlob: blob('a'), changeType: 'A' as const }, ['added a']],
    ['a deletion', { beforeBlob: blob('a'), changeType: 'D' as const }, ['deleted a']],
    [
      'a modification',
      { beforeBlob: blob('a'), afterBlob: blob('a'), changeType: 'M' as const },
      ['modified a'],
    ],
    [
      'a modification under two paths',
      { beforeBlob: blob('a'), afterBlob: blob('b'), changeType: 'M' as const },
      ['deleted a', 'added b'],
    ],
    ['a modification with one side', { afterBlob: blob('a'), changeType: 'M' as const }, ['modified a']],
    ['nothing', {}, []],
  ])('is told of %s', (_, difference, expected) => {
    expect([...changesIn(difference)].map(({ change, path }) => `${change} ${path}`)).toEqual(expected)
  })
})
