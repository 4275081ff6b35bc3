import { describe, expect, it } from 'vitest'
import { movableClock } from './movable-clock.ts'

describe('a movable clock', () => {
  it('runs with real time, plus what it was moved by', () => {
    const clock = movableClock()
    const before = Date.now()
    clock.advance(3600)
    const now = clock.now()
    expect(now).toBeGreaterThanOrEqual(before + 3_600_000)
    expect(now).toBeLessThanOrEqual(Date.now() + 3_600_000)
  })

  it('with a start stands still until it is moved', () => {
    const clock = movableClock(1000)
    expect(clock.now()).toBe(1000)
    clock.advance(2.5)
    expect(clock.now()).toBe(3500)
    clock.advance(-1)
    expect(clock.now()).toBe(2500)
    clock.set(7)
    expect(clock.now()).toBe(7)
  })

  it('goes on from where it was set', () => {
    const clock = movableClock()
    clock.set(0)
    expect(clock.now()).toBeGreaterThanOrEqual(0)
    expect(clock.now()).toBeLessThan(60_000)
  })
})
