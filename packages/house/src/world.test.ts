import { describe, expect, it } from 'vitest'
import { smallRepository } from './small-repository.ts'
import { environment, namedExports, timeless } from './world.ts'

const domain = 'packages/access/src/a.ts'

describe('exports', () => {
  it.each([
    'export default 1',
    'export default function a() {}',
    'export { a as default }',
    "export { default, b as default } from './b.ts'",
  ])('are not %s', (text) => {
    expect(namedExports(smallRepository({ [domain]: text }))).toHaveLength(1)
  })

  it('may be default in a text, a comment and a tool’s configuration', () => {
    const changes = {
      [domain]: "// export default 1\nexport const a = 'export default 1'",
      'apps/console/package.json': '{}',
      'apps/console/vite.config.ts': 'export default {}',
    }
    expect(namedExports(smallRepository(changes))).toEqual([])
  })
})

describe('the environment', () => {
  it.each([
    'const a = process.env.A',
    "const a = process.env['A']",
    'const a = process?.env',
    'const { env } = process',
    "import { env } from 'node:process'",
  ])('is not read by an adapter: %s', (text) => {
    expect(environment(smallRepository({ 'packages/verifiers/jwt/src/a.ts': text }))).toHaveLength(1)
  })

  it.each(['apps/authorizer/deployments/a.ts', 'apps/cli/src/a.ts', 'apps/local/src/a.ts'])(
    'is read in %s',
    (path) => {
      const changes = {
        'apps/cli/package.json': '{}',
        'apps/local/package.json': '{}',
        [path]: 'const a = process.env.A',
      }
      expect(environment(smallRepository(changes))).toEqual([])
    },
  )

  it('is not read in the rest of an app', () => {
    const changes = { 'apps/authorizer/src/a.ts': 'const a = process.env.A' }
    expect(environment(smallRepository(changes))).toHaveLength(1)
  })
})

describe('the insides', () => {
  it.each([
    'const a = Date.now()',
    'const a = new Date()',
    'const a = (b: Date) => b',
    'const a = `${new Date()}`',
    'const a = Math.random()',
    'const a = Temporal.Now.instant()',
    'setTimeout(a, 1)',
    'setInterval(a, 1)',
    'const a = performance.now()',
  ])('do not know %s', (text) => {
    expect(timeless(smallRepository({ [domain]: text }))).toHaveLength(1)
    expect(timeless(smallRepository({ 'packages/verifiers/jwt/src/a.ts': text }))).toEqual([])
    expect(timeless(smallRepository({ 'packages/access/src/a.test.ts': text }))).toEqual([])
  })

  it.each([
    '/** Not a Date. */ export const a = 1',
    "const a = 'Date'",
    'const isDate = 1',
    'const a = clock.now()',
  ])('may know %s', (text) => {
    expect(timeless(smallRepository({ [domain]: text }))).toEqual([])
  })
})
