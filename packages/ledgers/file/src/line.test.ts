import { assert, nat, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Line, lineIn, spelt } from './line.ts'

const text = () => string({ unit: 'binary' })

const written = (writer: string, ref: string, note: string): Line => ({
  writer,
  at: 1,
  entry: { key: { kind: 'git', repository: note, ref, pipeline: note }, edition: 1, baseline: note },
})

describe('a line', () => {
  it('is one line, and reads as what was written, whatever is in it', () => {
    assert(
      property(text(), text(), text(), (writer, ref, note) => {
        const line = written(writer, ref, `${note}{"sallyport":"ledger",`)
        const spelling = spelt(line)
        expect(spelling.indexOf('\n')).toBe(spelling.length - 1)
        expect(lineIn(spelling.slice(0, -1))).toEqual(line)
      }),
    )
  })

  it('counts behind any part of another', () => {
    assert(
      property(text(), nat(), (note, cut) => {
        const torn = spelt(written('torn', 'a', note)).slice(0, -1)
        const next = written('next', 'b', note)
        expect(lineIn(torn.slice(0, cut % torn.length) + spelt(next).trimEnd())).toEqual(next)
      }),
    )
  })

  it.each(['', '{}', '{"sallyport":"ledger",}', '{"sallyport":"ledger","other":1}', 'null'])(
    'is none when it is %j',
    (other) => {
      expect(lineIn(other)).toBeUndefined()
    },
  )
})
