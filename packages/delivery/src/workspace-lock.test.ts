import { array, assert, constantFrom, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closureOf, directoriesOf, resolutionsOf, type WorkspaceLock } from './workspace-lock.ts'

/** Tells texts apart, which is all that is asked of it. */
const digest = (text: string) => `digest of ${text}`

const lockOf = (edges: Readonly<Record<string, readonly string[]>>): WorkspaceLock => ({
  lockVersion: 1,
  packages: Object.fromEntries(
    Object.entries(edges).map(([name, dependsOn]) => [
      name,
      { directory: `packages/${name}`, dependsOn, resolutions: `of ${name}` },
    ]),
  ),
  shared: ['package.json'],
})

const diamond = lockOf({ api: ['left', 'right'], left: ['core'], right: ['core'], core: [], web: ['core'] })

describe('a package of a workspace', () => {
  it('means itself and all that it depends on', () => {
    expect(closureOf(diamond, 'api')).toEqual(['api', 'core', 'left', 'right'])
    expect(directoriesOf(diamond, 'web')).toEqual(['packages/core', 'packages/web'])
    expect(closureOf(diamond, 'core')).toEqual(['core'])
  })

  it('may depend on those that depend on it', () => {
    const circle = lockOf({ a: ['b'], b: ['c'], c: ['a', 'c'], d: ['a'] })
    expect(closureOf(circle, 'b')).toEqual(['a', 'b', 'c'])
    expect(closureOf(circle, 'd')).toEqual(['a', 'b', 'c', 'd'])
  })

  it.each(['nobody', 'toString', '__proto__'])('is not there by the name of %s', (name) => {
    expect(closureOf(diamond, name)).toBeUndefined()
    expect(directoriesOf(diamond, name)).toBeUndefined()
    expect(resolutionsOf(diamond, name, digest)).toBeUndefined()
  })

  it('reaches what a naive search reaches, whatever the graph', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const someOf = array(constantFrom(...names), { maxLength: 4 })
    const graphs = record(Object.fromEntries(names.map((name) => [name, someOf])))
    assert(
      property(graphs, constantFrom(...names), (edges, from) => {
        expect(closureOf(lockOf(edges), from)).toEqual(names.filter((to) => isReached(edges, from, to)))
      }),
    )
  })
})

/** In at most as many steps as there are packages. */
function isReached(edges: Readonly<Record<string, readonly string[]>>, from: string, to: string): boolean {
  let frontier = [from]
  for (let step = 0; step <= Object.keys(edges).length; step++) {
    if (frontier.includes(to)) return true
    frontier = [...new Set(frontier.flatMap((each) => edges[each] ?? []))]
  }
  return false
}

describe('what is resolved for a package', () => {
  const changed = (name: string, resolutions: string | undefined): WorkspaceLock => {
    const { resolutions: _, ...rest } = diamond.packages[name] ?? { directory: '', dependsOn: [] }
    const found = resolutions === undefined ? rest : { ...rest, resolutions }
    return { ...diamond, packages: { ...diamond.packages, [name]: found } }
  }

  it('is another when that of one it depends on is, and the same when that of any other is', () => {
    const before = resolutionsOf(diamond, 'api', digest)
    expect(resolutionsOf(changed('core', 'news'), 'api', digest)).not.toBe(before)
    expect(resolutionsOf(changed('api', 'news'), 'api', digest)).not.toBe(before)
    expect(resolutionsOf(changed('web', 'news'), 'api', digest)).toBe(before)
  })

  it('is another when two packages trade theirs', () => {
    const traded = changed('left', 'of right').packages['left']
    const other = changed('right', 'of left').packages['right']
    if (traded === undefined || other === undefined) throw new Error('no such package')
    const lock = { ...diamond, packages: { ...diamond.packages, left: traded, right: other } }
    expect(resolutionsOf(lock, 'api', digest)).not.toBe(resolutionsOf(diamond, 'api', digest))
  })

  it('is unknown when that of one it depends on is', () => {
    const lock = changed('left', undefined)
    expect(resolutionsOf(lock, 'api', digest)).toBeUndefined()
    expect(resolutionsOf(lock, 'web', digest)).toBe(resolutionsOf(diamond, 'web', digest))
  })
})
