import { describe, expect, it } from 'vitest'
import { ceremony, oneExtends, oneTag } from './ceremony.ts'
import { smallRepository } from './small-repository.ts'

describe('the ceremony of a package', () => {
  it('is four files at most', () => {
    const changes = { 'packages/verifiers/jwt/vitest.config.ts': '' }
    expect(ceremony(smallRepository(changes))).toEqual([
      expect.stringContaining('packages/verifiers/jwt: expected at most 4 files of ceremony'),
    ])
  })

  it('does not count what the package is for', () => {
    expect(ceremony(smallRepository({ 'packages/verifiers/jwt/table.json': '{}' }))).toEqual([])
  })
})

describe('the tsconfig of a package', () => {
  it.each([
    ['one with options', '{ "extends": "../../tsconfig.domain.json", "compilerOptions": {} }'],
    ['one that lets the world into a domain', '{ "extends": "../../tsconfig.app.json" }'],
    ['one that extends nothing', '{ "include": ["src"] }'],
    ['one that extends itself', '{ "extends": "tsconfig.domain.json" }'],
    ['one that extends two', '{ "extends": ["../../tsconfig.domain.json"] }'],
  ])('is not %s', (_, text) => {
    expect(oneExtends(smallRepository({ 'packages/access/tsconfig.json': text }))).toHaveLength(1)
  })

  it('is there', () => {
    expect(oneExtends(smallRepository({ 'packages/new/package.json': '{}' }))).toEqual([
      'packages/new/tsconfig.json: expected one extends, found no such file',
    ])
  })
})

describe('the tag of a package', () => {
  it.each([
    ['another layer’s', '{ "extends": ["//"], "tags": ["adapter"] }'],
    ['one of two', '{ "extends": ["//"], "tags": ["domain", "app"] }'],
    ['missing', '{ "extends": ["//"] }'],
    ['without the root’s walls', '{ "tags": ["domain"] }'],
  ])('is not %s', (_, text) => {
    expect(oneTag(smallRepository({ 'packages/access/turbo.json': text }))).toHaveLength(1)
  })

  it('may stand beside a task of its own and a comment', () => {
    const text =
      '{\n  // why\n  "extends": ["//"], "tags": ["domain"], "tasks": { "test": { "cache": false } } }'
    expect(oneTag(smallRepository({ 'packages/access/turbo.json': text }))).toEqual([])
  })
})
