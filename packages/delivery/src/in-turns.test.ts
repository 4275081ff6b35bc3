import { describe, expect, it } from 'vitest'
import { inTurns } from './in-turns.ts'

/** Work that is ended by hand, each piece when its turn is called. */
function workshop() {
  const open = new Map<number, { readonly end: () => void; readonly fail: (error: Error) => void }>()
  const begun: number[] = []
  const work = (item: number) =>
    new Promise<string>((resolve, reject) => {
      begun.push(item)
      open.set(item, { end: () => resolve(`answer ${item}`), fail: reject })
    })
  const quiet = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return { open, begun, work, quiet }
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at)

describe('work in turns', () => {
  it('answers in the order of what was asked, whatever ends first', async () => {
    const { open, work, quiet } = workshop()
    const answers = inTurns([3, 1, 2], work)
    for (const item of [2, 3, 1]) {
      open.get(item)?.end()
      await quiet()
    }
    expect(await answers).toEqual(['answer 3', 'answer 1', 'answer 2'])
  })

  it('has 16 under way at most, and the next as soon as one ends', async () => {
    const { open, begun, work, quiet } = workshop()
    const answers = inTurns(upTo(40), work)
    await quiet()
    expect(begun).toEqual(upTo(16))
    open.get(7)?.end()
    await quiet()
    expect(begun).toEqual(upTo(17))
    while (open.size > 0) {
      for (const [item, { end }] of open) {
        open.delete(item)
        end()
      }
      await quiet()
    }
    expect(await answers).toHaveLength(40)
  })

  it('keeps answers that are nothing', async () => {
    expect(await inTurns([1, 2], async () => undefined)).toEqual([undefined, undefined])
    expect(await inTurns([], async () => undefined)).toEqual([])
  })

  it('begins nothing after a failure, and fails when what was under way has ended', async () => {
    const { open, begun, work, quiet } = workshop()
    let isOver = false
    const ended = inTurns(upTo(40), work)
      .catch((error: unknown) => error)
      .finally(() => {
        isOver = true
      })
    await quiet()
    open.get(3)?.fail(new Error('broken'))
    for (const item of upTo(16).slice(0, -1)) open.get(item)?.end()
    await quiet()
    expect({ begun, isOver }).toEqual({ begun: upTo(16), isOver: false })
    open.get(15)?.end()
    expect(await ended).toEqual(new Error('broken'))
  })
})
