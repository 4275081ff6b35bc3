import { describe, expect, it } from 'vitest'
import { sizes } from './sizes.ts'
import { smallRepository } from './small-repository.ts'

describe('the size of a file', () => {
  it.each([
    [150, 'a domain file', 'packages/access/src/a.ts'],
    [150, 'a kernel file', 'packages/kernel/src/a.ts'],
    [200, 'an adapter file', 'packages/verifiers/jwt/src/a.ts'],
    [200, 'an app file', 'apps/authorizer/src/a.ts'],
    [400, 'a test', 'packages/access/src/a.test.ts'],
    [40, 'a deployment', 'apps/authorizer/deployments/a.ts'],
    [400, 'a test of a deployment', 'apps/authorizer/deployments/a.test.ts'],
  ])('is at most %i lines for %s', (most, _, path) => {
    expect(sizes(smallRepository({ [path]: 'a\n'.repeat(most) }))).toEqual([])
    expect(sizes(smallRepository({ [path]: 'a\n'.repeat(most + 1) }))).toEqual([
      `${path}: expected at most ${most} lines, found ${most + 1}`,
    ])
  })
})
