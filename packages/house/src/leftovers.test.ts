import { describe, expect, it } from 'vitest'
import { machinePaths, registryHosts, silencedCompiler, skippedTests, unfinishedWork } from './leftovers.ts'
import { smallRepository } from './small-repository.ts'

const source = 'packages/access/src/a.ts'
const test = 'packages/access/src/a.test.ts'

// Put together here, so that the walls do not find this file.
const path = (...steps: readonly string[]) => `/${steps.join('/')}`
const word = (...letters: readonly string[]) => letters.join('')

describe('a path of a machine', () => {
  it.each([
    path('home', 'ada', 'code'),
    path('Users', 'ada'),
    path('root', '.npm'),
    path('work', 'main', 'a.ts'),
    ['C:', 'Users', 'ada'].join('\\'),
  ])('is found: %s', (text) => {
    expect(machinePaths(smallRepository({ [source]: `const a = '${text}'` }))).toHaveLength(1)
    expect(machinePaths(smallRepository({ 'docs/a.md': `see ${text}` }))).toHaveLength(1)
  })

  it.each(['GET /users/7', '/var/task', '${folder}/home/page', './root/a', 'https://example.com/home/page'])(
    'is not %s',
    (text) => {
      expect(machinePaths(smallRepository({ 'docs/a.md': text }))).toEqual([])
    },
  )
})

describe('the host of a registry', () => {
  it.each([
    ['pnpm-lock.yaml', 'resolution: {tarball: https://packages.example.com/a.tgz}'],
    ['pnpm-lock.yaml', `https://${word('registry.', 'npmjs', '.org')}/a`],
    ['scripts/a.mjs', `fetch('https://${word('registry.', 'yarnpkg', '.com')}/a')`],
  ])('is found in %s: %s', (file, text) => {
    expect(registryHosts(smallRepository({ [file]: text }))).toHaveLength(1)
  })
})

describe('unfinished work', () => {
  it.each([
    [source, `// ${word('TO', 'DO')} later`],
    [source, `/* ${word('FIX', 'ME')}: wrong */`],
    ['docs/a.md', `${word('TO', 'DO')}: write`],
    ['scripts/a.mjs', `// ${word('TO', 'DO')}`],
  ])('is found in %s: %s', (file, text) => {
    expect(unfinishedWork(smallRepository({ [file]: text }))).toHaveLength(1)
  })

  it('is not what a program says', () => {
    expect(unfinishedWork(smallRepository({ [source]: `const a = '${word('TO', 'DO')}'` }))).toEqual([])
  })
})

describe('a test that does not run', () => {
  it.each([
    "it.skip('a', b)",
    "describe.only('a', b)",
    "it.todo('a')",
    "it.concurrent.skip('a', b)",
    "test.skipIf(c)('a', b)",
    "describe\n  .skip('a', b)",
    "xit('a', b)",
    'context.skip()',
  ])('is found: %s', (text) => {
    expect(skippedTests(smallRepository({ [test]: text }))).toHaveLength(1)
  })

  it.each(["it('says .skip(', a)", '// it.skip(a)', 'const skip = a.skipped'])('is not %s', (text) => {
    expect(skippedTests(smallRepository({ [test]: text }))).toEqual([])
  })
})

describe('a compiler talked over', () => {
  it.each(['// @ts-ignore', '// @ts-expect-error because', '/* @ts-nocheck */'])('is found: %s', (text) => {
    expect(silencedCompiler(smallRepository({ [source]: text }))).toHaveLength(1)
    expect(silencedCompiler(smallRepository({ [test]: text }))).toHaveLength(1)
  })

  it('is the subject of a type test', () => {
    const changes = { 'packages/access/src/a.test-d.ts': '// @ts-expect-error the audience is required' }
    expect(silencedCompiler(smallRepository(changes))).toEqual([])
  })
})
