import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DocumentNotice } from './document-state.ts'
import type { StoredDocument } from './document-store.ts'
import { UpstreamUnavailable } from './failure.ts'
import { livingDocument } from './living-document.ts'

/** A document of numbers, and a store that answers when it is told to, with what it had when it was asked. */
function setStage({ freshForSeconds = 60, staleForSeconds = 600 } = {}) {
  const world = { now: 1_000_000, edition: 0, reads: 0, mostOpen: 0 }
  const open: { answer: () => void; fail: () => void }[] = []
  const notices: DocumentNotice[] = []
  const document = livingDocument({
    store: {
      read: (known) =>
        new Promise<StoredDocument | 'unchanged'>((resolve, reject) => {
          const version = String(world.edition)
          world.reads += 1
          open.push({
            answer: () => resolve(known === version ? 'unchanged' : { content: version, version }),
            fail: () => reject(new UpstreamUnavailable('memory')),
          })
          world.mostOpen = Math.max(world.mostOpen, open.length)
        }),
    },
    parse: (content) => ({ outcome: 'good', value: Number(content) }),
    clock: { now: () => world.now },
    freshForSeconds,
    staleForSeconds,
    notify: (notice) => notices.push(notice),
  })
  const settle = async (how: 'answer' | 'fail') => {
    for (const each of open.splice(0)) each[how]()
    await calm()
  }
  const pass = (seconds: number) => {
    world.now += seconds * 1000
  }
  const told = () => notices.map(({ notice }) => notice)
  return { world, document, settle, pass, told }
}

/** Every promise that can go on does. */
async function calm(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

async function loaded(options?: Parameters<typeof setStage>[0]) {
  const stage = setStage(options)
  const first = stage.document.current()
  await stage.settle('answer')
  await first
  return stage
}

describe('a reading past half of its time', () => {
  it('is served at once while it is renewed, by one question for all callers', async () => {
    const { world, document, settle, pass } = await loaded()
    pass(30)
    world.edition = 1
    expect((await document.current()).value).toBe(0)
    expect((await document.current()).value).toBe(0)
    expect(world.reads).toBe(2)
    await settle('answer')
    expect((await document.current()).value).toBe(1)
    expect(world.reads).toBe(2)
  })

  it('counts its time from the question, since the answer may be as old as that', async () => {
    const { world, document, settle, pass } = await loaded()
    pass(30)
    await document.current()
    pass(29)
    world.edition = 1
    await settle('answer')
    pass(31)
    const waiting = document.current()
    await settle('answer')
    expect((await waiting).value).toBe(1)
  })

  it('is not told of when the renewal fails, and is asked for again five seconds later', async () => {
    const { world, document, settle, pass, told } = await loaded()
    pass(30)
    await document.current()
    await settle('fail')
    pass(4.999)
    await document.current()
    expect(world.reads).toBe(2)
    pass(0.001)
    await document.current()
    expect(world.reads).toBe(3)
    await settle('fail')
    expect(told()).toEqual(['document_loaded'])
  })

  it('is told of once somebody has waited in vain, and serves on', async () => {
    const { document, settle, pass, told } = await loaded()
    pass(30)
    await document.current()
    await settle('fail')
    pass(30)
    const waiting = document.current()
    await settle('fail')
    expect((await waiting).value).toBe(0)
    expect(told()).toEqual(['document_loaded', 'document_unreachable'])
  })
})

describe('a renewal that was frozen with its Lambda', () => {
  it('is asked for again by whoever waits, when its connection is gone', async () => {
    const { world, document, settle, pass, told } = await loaded()
    pass(30)
    await document.current()
    world.edition = 1
    pass(3000)
    const waiting = [document.current(), document.current()]
    await settle('fail')
    await settle('answer')
    expect((await Promise.all(waiting)).map(({ value }) => value)).toEqual([1, 1])
    expect(world.reads).toBe(3)
    expect(told()).toEqual(['document_loaded', 'document_loaded'])
  })

  it('is asked for again when it is young enough to be joined, and nobody is told of it', async () => {
    const { document, settle, pass, told } = await loaded()
    pass(30)
    await document.current()
    pass(35)
    const waiting = document.current()
    await settle('fail')
    await settle('answer')
    expect((await waiting).value).toBe(0)
    expect(told()).toEqual(['document_loaded'])
  })

  it('is asked for again by whoever waits, when its answer is old', async () => {
    const { world, document, settle, pass } = await loaded()
    pass(30)
    await document.current()
    world.edition = 1
    pass(3000)
    const waiting = document.current()
    await settle('answer')
    await settle('answer')
    expect((await waiting).value).toBe(1)
  })
})

const steps = array(constantFrom('call', 'call', 'edit', 'answer', 'answer', 'fail', 7, 20, 45), {
  maxLength: 60,
})

/** Plays a story, and tells of every answer how long ago at most it was right. */
const story = (freshForSeconds: number) =>
  asyncProperty(steps, async (played) => {
    const { world, document, settle, pass } = setStage({ freshForSeconds, staleForSeconds: 0 })
    const editedAt = [world.now]
    const answers: Promise<void>[] = []
    const call = async () => {
      const calledAt = world.now
      const answer = await document.current().catch((error: unknown) => error)
      if (answer instanceof UpstreamUnavailable) return
      const { value } = answer as { value: number }
      expect(editedAt[value + 1] ?? world.now).toBeGreaterThanOrEqual(calledAt - freshForSeconds * 1000)
    }
    for (const step of played) {
      if (typeof step === 'number') pass(step)
      else if (step === 'call') answers.push(call())
      else if (step === 'answer' || step === 'fail') await settle(step)
      else {
        world.edition += 1
        editedAt.push(world.now)
      }
      await calm()
    }
    for (let rest = 0; rest < 3; rest++) await settle('answer')
    await Promise.all(answers)
    expect(world.mostOpen).toBeLessThanOrEqual(1)
  })

describe('an edit', () => {
  it.each([0, 40, 60])('shows within %s seconds, whatever happens', (freshForSeconds) =>
    assert(story(freshForSeconds), { numRuns: 500 }),
  )
})
