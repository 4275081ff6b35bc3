import { describe, expect, it } from 'vitest'
import { doors, doorWidth, exportedNames } from './doors.ts'
import { manifest, smallRepository } from './small-repository.ts'

const withExports = (exports: object, changes = {}) =>
  smallRepository({ 'packages/access/package.json': manifest('access', { exports }), ...changes })

describe('the doors of a package', () => {
  it.each([
    ['a wildcard', { './*': './src/index.ts' }],
    ['a path into the sources', { './src/index.ts': './src/index.ts' }],
    ['a file that is not there', { '.': './src/nowhere.ts' }],
    ['a file of another package', { '.': '../kernel/src/index.ts' }],
    ['a choice of conditions', { '.': { import: './src/index.ts' } }],
  ])('do not lead by %s', (_, exports) => {
    expect(doors(withExports(exports))).toHaveLength(1)
  })

  it('let 25 names through, not 26', () => {
    const door = (count: number) => ({
      'packages/access/src/index.ts': `export { ${Array.from({ length: count }, (_, n) => `n${n}`).join(', ')} } from './a.ts'`,
    })
    expect(doorWidth(smallRepository(door(25)))).toEqual([])
    expect(doorWidth(smallRepository(door(26)))).toEqual([
      'packages/access/src/index.ts: expected at most 25 exported names, found 26',
    ])
  })

  it('say each name', () => {
    expect(doorWidth(smallRepository({ 'packages/access/src/index.ts': "export * from './a.ts'" }))).toEqual([
      'packages/access/src/index.ts: expected every exported name, found export *',
    ])
  })
})

describe('the exported names of a module', () => {
  it('are found in lists and declarations, under the name others see', () => {
    const text = [
      "export { a, type B, c as d } from './a.ts'",
      "export type { E } from './e.ts'",
      'export const f = 1',
      'export async function g() {}',
      'export abstract class H {}',
      'export interface I {}',
      'const j = 1 // export const k = 1',
    ].join('\n')
    expect(exportedNames(text)).toEqual(['B', 'E', 'H', 'I', 'a', 'd', 'f', 'g'])
  })
})
