import { describe, expect, it } from 'vitest'
import { lex } from './lexer.ts'

describe('taking a source apart', () => {
  it('puts comments aside, whatever quotes they hold', () => {
    const { code, comments } = lex("a // don't\n/* it's */ b")
    expect(code).toBe('a \n b')
    expect(comments).toEqual(["// don't", "/* it's */"])
  })

  it('puts texts aside, whatever they hold', () => {
    const { code, texts, comments } = lex(`f('a // b', "it's", 'it\\'s')`)
    expect(code).toBe('f("0", "1", "2")')
    expect(texts).toEqual(['a // b', "it's", "it\\'s"])
    expect(comments).toEqual([])
  })

  it('keeps the code inside a template as code', () => {
    const { code, texts } = lex('`at ${new Date({ a: `${b}` })} sharp`; c')
    expect(code).toContain('new Date({ a: ')
    expect(code).toContain('; c')
    expect(texts).toContain('at ')
    expect(texts).toContain(' sharp')
  })

  it('does not take a pattern for a comment or a quote', () => {
    const { code, comments } = lex("const a = /['\"`]|\\/\\/[/*]/g\nconst b = c.replace(/'/, d)")
    expect(code).toBe('const a = /pattern/\nconst b = c.replace(/pattern/, d)')
    expect(comments).toEqual([])
  })

  it('does not take a division for a pattern', () => {
    expect(lex("a / b + 'c' / d").code).toBe('a / b + "0" / d')
  })

  it('ends on an unfinished source', () => {
    expect(lex('`a ${').code).toBe('"0"+(')
    expect(lex('`a').texts).toEqual(['a'])
  })
})
