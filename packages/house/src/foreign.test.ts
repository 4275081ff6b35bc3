import { describe, expect, it } from 'vitest'
import { onePerPort, purity } from './foreign.ts'
import { manifest, smallRepository } from './small-repository.ts'

describe('the purity of kernel and domains', () => {
  it.each([
    [
      'a foreign package in the kernel',
      'packages/kernel/package.json',
      { dependencies: { lodash: '4.0.0' } },
    ],
    ['a foreign peer', 'packages/access/package.json', { peerDependencies: { react: '>=18' } }],
  ])('minds %s', (_, path, changes) => {
    expect(purity(smallRepository({ [path]: manifest('x', changes) }))).toHaveLength(1)
  })

  it.each([
    ['valibot outside a document', 'packages/access/src/policy.ts', 'valibot'],
    ['picomatch outside path-pattern', 'packages/delivery/src/rule.ts', 'picomatch'],
    ['temporal-polyfill outside working-hours', 'packages/delivery/src/plan.ts', 'temporal-polyfill'],
    ['jose anywhere', 'packages/access/src/identity-document.ts', 'jose'],
    ['Node, even in a test', 'packages/access/src/b.test.ts', 'node:fs'],
  ])('minds %s', (_, path, specifier) => {
    const changes = {
      'packages/delivery/package.json': manifest('delivery'),
      [path]: `import { a } from '${specifier}'\n`,
    }
    expect(purity(smallRepository(changes))).toEqual([expect.stringContaining(`${path}: expected`)])
  })

  it('does not mind each pure package in its place, nor a test of it', () => {
    const changes = {
      'packages/delivery/package.json': manifest('delivery', { dependencies: { picomatch: '4.0.3' } }),
      'packages/delivery/src/path-pattern.ts': "import picomatch from 'picomatch'\n",
      'packages/delivery/src/path-pattern.test.ts': "import picomatch from 'picomatch'\n",
      'packages/delivery/src/working-hours.ts': "import { Temporal } from 'temporal-polyfill'\n",
    }
    expect(purity(smallRepository(changes))).toEqual([])
  })
})

describe('foreign packages at run time', () => {
  const another = (group: string) => ({
    [`packages/${group}/other/package.json`]: manifest('other', { dependencies: { jose: '6.2.18' } }),
  })

  it('are once for a port', () => {
    expect(onePerPort(smallRepository(another('verifiers')))).toEqual([
      'packages/verifiers: expected jose in one package, found it in packages/verifiers/jwt and packages/verifiers/other',
    ])
  })

  it('may be there for another port as well', () => {
    expect(onePerPort(smallRepository(another('entrances')))).toEqual([])
  })

  it.each(['gateway-simulator', 'simulation'])('are not the business of %s', (name) => {
    const text = manifest(name, { dependencies: { express: '5.0.0' } })
    expect(onePerPort(smallRepository({ [`packages/${name}/package.json`]: text }))).toHaveLength(1)
  })
})
