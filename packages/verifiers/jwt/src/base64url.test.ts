import { assert, property, string, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base64urlBytes } from './base64url.ts'
import { respellings } from './token-alterations.stage.ts'

/** What the forgiving decoder of Node makes of it, if that is spelled so again. */
function byNode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return text !== '' && bytes.toString('base64url') === text ? bytes : undefined
}

describe('bytes in base64url', () => {
  it('are those that were encoded, wherever in a text they stand', () => {
    assert(
      property(uint8Array({ minLength: 1, maxLength: 300 }), string(), (bytes, before) => {
        const text = Buffer.from(bytes).toString('base64url')
        expect(base64urlBytes(text)).toEqual(Buffer.from(bytes))
        const within = `${before}${text}.${before}`
        expect(base64urlBytes(within, before.length, before.length + text.length)).toEqual(Buffer.from(bytes))
      }),
    )
  })

  it('are read of the one canonical spelling and of no other text', () => {
    const letters = 'AQgw-_zZ09'
    const nearly = string({ unit: 'grapheme', maxLength: 12 }).map((text) => `${letters}${text}`)
    const plain = string({ unit: 'binary', maxLength: 12 })
    for (const texts of [nearly, plain])
      assert(
        property(texts, (text) => {
          expect(base64urlBytes(text)).toEqual(byNode(text))
        }),
      )
    for (const first of letters) {
      expect(base64urlBytes(first)).toBeUndefined()
      for (const second of letters)
        for (const rest of ['', first, `${first}${second}`])
          expect(base64urlBytes(`${first}${second}${rest}`)).toEqual(byNode(`${first}${second}${rest}`))
    }
  })

  it.each([
    'AA=',
    'AA==',
    'A A',
    'AA\n',
    'AA+A',
    'AA/A',
    'AA\u0141A',
    'AA\u00C1A',
    '\u{1F511}A',
    'AB',
    'AAB',
    'A',
    '',
  ])('are not in %j', (text) => {
    expect(base64urlBytes(text)).toBeUndefined()
  })

  it('are in no other spelling of a token', () => {
    const token = ['header!', 'payload', 'sign']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.')
    const whole = (text: string) => text.split('.').every((part) => base64urlBytes(part) !== undefined)
    expect(whole(token)).toBe(true)
    expect(respellings(token).filter((text) => text.split('.').length === 3 && whole(text))).toEqual([])
  })
})
