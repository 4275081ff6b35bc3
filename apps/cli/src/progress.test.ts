import { describe, expect, it } from 'vitest'
import { progress } from './progress.ts'

function shownOn(isTTY: boolean, steps: readonly number[]): string {
  let text = ''
  let time = 0
  const screen = { isTTY, write: (more: string) => void (text += more) }
  const shown = progress(screen, { total: 2500, noun: 'landings', now: () => time })
  for (const step of steps) {
    time += step
    shown.advance()
  }
  shown.end()
  return text
}

describe('progress', () => {
  it('is one line that is written over, and goes away', () => {
    expect(shownOn(true, [100, 100])).toBe(
      '\r1 of 2,500 landings\u001b[K\r2 of 2,500 landings\u001b[K\r\u001b[K',
    )
  })

  it('is shown ten times a second at most', () => {
    expect(
      shownOn(
        true,
        Array.from({ length: 1000 }, () => 1),
      ).match(/landings/g),
    ).toHaveLength(10)
  })

  it('says nothing of what is done at once, or where no terminal is', () => {
    expect(shownOn(true, [1, 1])).toBe('')
    expect(shownOn(false, [1000, 1000])).toBe('')
  })
})
