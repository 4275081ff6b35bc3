import { describe, expect, it } from 'vitest'
import { importsOf, packageIn } from './imports.ts'
import { lex } from './lexer.ts'

const imports = (text: string) => importsOf({ lexed: lex(text) })

describe('the imports of a source', () => {
  it.each([
    ["import a from 'a'", 'a'],
    ["import type { A } from '@b/a/c'", '@b/a/c'],
    ["import {\n  a,\n  type B,\n} from './a.ts'", './a.ts'],
    ["import * as a from 'node:fs'", 'node:fs'],
    ["import 'a'", 'a'],
    ["export { a } from 'a'", 'a'],
    ["export * from 'a'", 'a'],
    ["const a = await import('a')", 'a'],
    ["const a = require('a')", 'a'],
    ["type A = import('a').A", 'a'],
  ])('are found in %s', (text, specifier) => {
    expect(imports(text)).toEqual([specifier])
  })

  it.each([
    "// import a from 'a'",
    'const a = "import b from \'b\'"',
    'const a = import.meta.url',
    'from(a)',
  ])('are not found in %s', (text) => {
    expect(imports(text)).toEqual([])
  })
})

describe('the package of an import', () => {
  it.each([
    ['jose', 'jose'],
    ['jose/jwt/verify', 'jose'],
    ['@sallyport/access/contracts', '@sallyport/access'],
    ['./a.ts', undefined],
    ['node:fs', undefined],
  ])('of %s is %s', (specifier, name) => {
    expect(packageIn(specifier)).toBe(name)
  })
})
