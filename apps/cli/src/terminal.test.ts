import { describe, expect, it } from 'vitest'
import { paintFor, printable } from './terminal.ts'

const escape = String.fromCharCode(27)

describe('colours', () => {
  it('are for a terminal', () => {
    expect(paintFor({ isTTY: true }, {})('bad', 'no')).toContain(escape)
  })

  it.each([
    ['a pipe', {}, {}],
    ['a pipe that was told to force them', {}, { FORCE_COLOR: '3' }],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
  ])('are not for %s', (_, stream, environment) => {
    expect(paintFor(stream, environment)('bad', 'no')).toBe('no')
  })
})

describe('a text of somebody else', () => {
  it('cannot steer the terminal', () => {
    expect(printable(`a${escape}[2Jb\r\nc\u009bd`)).toBe('a\\u001b[2Jb\\u000d\\u000ac\\u009bd')
  })

  it('is otherwise left alone', () => {
    expect(printable('Grüße 🚪 "x"')).toBe('Grüße 🚪 "x"')
  })
})
