import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonFault } from './json-fault.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('the first fault of a JSON text', () => {
  it.each([
    ['', 0, 'a value'],
    ['{"a":}', 5, 'a value'],
    ['{"a":1,}', 7, 'a name in double quotes'],
    ['[1,]', 3, 'a value'],
    ['[1', 2, 'a comma, or the end of the list or object'],
    ['{a:1}', 1, 'a name in double quotes or }'],
    ['{"a" 1}', 5, ':'],
    ['[1}', 2, 'a comma, or the end of the list or object'],
    ['{} x', 3, 'nothing more'],
    ['["a\nb"]', 1, 'a value or ]'],
    ['[01]', 2, 'a comma, or the end of the list or object'],
  ])('of %j is at %i', (text, offset, expected) => {
    expect(jsonFault(text)).toEqual({ offset, expected })
  })

  it('is none for whatever JSON.parse reads', () => {
    fc.assert(fc.property(fc.json(), (text) => jsonFault(text) === undefined))
  })

  it('is there exactly when JSON.parse stumbles', () => {
    const bits = fc.constantFrom(
      ...'{ } [ ] : , " \\ \n'.split(' '),
      ' ',
      '"a"',
      'tru',
      'true',
      'null',
      '-',
      '0',
      '12',
      '.5',
      'e+3',
      '\\u00e',
      "'",
    )
    const scraps = fc.array(bits, { maxLength: 12 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        fc.oneof(scraps, fc.string({ unit: 'binary' })),
        (text) => isJson(text) === (jsonFault(text) === undefined),
      ),
      { numRuns: 3000 },
    )
  })

  it('is found without quoting anything', () => {
    expect(JSON.stringify(jsonFault('{"secret": canary}'))).not.toContain('canary')
  })
})
