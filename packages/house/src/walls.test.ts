import { describe, expect, it } from 'vitest'
import { readRepository } from './repository.ts'
import { smallRepository } from './small-repository.ts'
import { walls } from './walls.ts'

const real = readRepository()

describe('this repository', () => {
  it.each(Object.entries(walls))('%s', (_, wall) => {
    expect(wall(real)).toEqual([])
  })

  it('is read whole: the kernel, the house and the root are there', () => {
    expect(real.packages.map(({ folder }) => folder)).toEqual(
      expect.arrayContaining(['packages/access', 'packages/house', 'packages/kernel']),
    )
    expect(real.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['package.json', 'pnpm-lock.yaml', 'packages/house/src/walls.test.ts']),
    )
  })

  it('has each wall on the list', () => {
    const house = real.packages.find(({ folder }) => folder === 'packages/house')
    const built = house?.sources.flatMap(({ lexed }) => [
      ...lexed.code.matchAll(/\bexport const \w+: Wall\b/g),
    ])
    expect(built).toHaveLength(Object.keys(walls).length)
  })
})

describe('a small repository as it should be', () => {
  it.each(Object.entries(walls))('%s', (_, wall) => {
    expect(wall(smallRepository())).toEqual([])
  })
})
