import { describe, expect, it } from 'vitest'
import { settings } from './settings.ts'

describe('settings', () => {
  const { text, optional, seconds } = settings({
    NAME: 'shop',
    EMPTY: '',
    TTL: '60',
    LONG: '4000',
    WORD: 'soon',
  })

  it('gives a text, and refuses to do without', () => {
    expect(text('NAME')).toBe('shop')
    for (const name of ['EMPTY', 'NONE'])
      expect(() => text(name)).toThrow(`${name}: expected some text, found nothing`)
  })

  it('gives an option or none', () => {
    expect([optional('name', 'NAME'), optional('name', 'EMPTY'), optional('name', 'NONE')]).toEqual([
      { name: 'shop' },
      {},
      {},
    ])
  })

  it('gives whole seconds within their bounds', () => {
    const bounds = { otherwise: 300, most: 3600 }
    expect([seconds('TTL', bounds), seconds('NONE', bounds)]).toEqual([60, 300])
    for (const name of ['LONG', 'WORD', 'EMPTY'])
      expect(() => seconds(name, bounds)).toThrow(
        `${name}: expected a whole number of seconds from 0 to 3600`,
      )
  })
})
