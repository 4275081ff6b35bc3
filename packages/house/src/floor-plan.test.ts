import { describe, expect, it } from 'vitest'
import { floorPlan } from './floor-plan.ts'
import { manifest, smallRepository } from './small-repository.ts'

describe('the floor plan', () => {
  it.each([
    ['a package.json in a grouping folder', 'packages/verifiers'],
    ['a package outside the plan', 'packages/extras'],
    ['an adapter in a folder of no port', 'packages/databases/postgres'],
    ['an app inside a folder', 'apps/tools/cli'],
  ])('has no room for %s', (_, folder) => {
    expect(floorPlan(smallRepository({ [`${folder}/package.json`]: manifest('x') }))).toEqual([
      expect.stringContaining(`${folder}: expected`),
    ])
  })
})
