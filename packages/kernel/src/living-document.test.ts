import { describe, expect, it } from 'vitest'
import type { StoredDocument } from './document-store.ts'
import { DocumentInvalid, UpstreamUnavailable } from './failure.ts'
import type { DocumentNotice, Reading } from './document-state.ts'
import { livingDocument } from './living-document.ts'

const parse = (content: string): Reading<string> =>
  content.startsWith('bad')
    ? { outcome: 'bad', issues: [{ severity: 'fault', path: [], expected: 'good', found: content }] }
    : { outcome: 'good', value: content.toUpperCase() }

function setStage({ freshForSeconds = 60, staleForSeconds = 600 } = {}) {
  const world = { now: 1_000_000, content: 'one', version: 1, isOut: false, reads: 0 }
  const known: (string | undefined)[] = []
  const notices: DocumentNotice[] = []
  const gate: { wait: Promise<void> } = { wait: Promise.resolve() }
  const store = {
    async read(version?: string): Promise<StoredDocument | 'unchanged'> {
      world.reads += 1
      known.push(version)
      await gate.wait
      if (world.isOut) throw new UpstreamUnavailable('memory')
      const own = `v${world.version}`
      return version === own ? 'unchanged' : { content: world.content, version: own }
    },
  }
  const document = livingDocument({
    store,
    parse,
    clock: { now: () => world.now },
    freshForSeconds,
    staleForSeconds,
    notify: (notice) => notices.push(notice),
  })
  const put = (content: string) => {
    world.content = content
    world.version += 1
  }
  const told = () => notices.map(({ notice }) => notice)
  const pass = (seconds: number) => {
    world.now += seconds * 1000
  }
  return { world, known, notices, gate, document, put, told, pass }
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a living document', () => {
  it('serves a reading without asking the store while it is fresh', async () => {
    const { document, world, put, pass } = setStage()
    expect(await document.current()).toEqual({ value: 'ONE', version: 'v1' })
    put('two')
    pass(29.999)
    expect(await document.current()).toEqual({ value: 'ONE', version: 'v1' })
    expect(world.reads).toBe(1)
  })

  it('asks again with the version it has once the reading is no longer fresh', async () => {
    const { document, known, put, pass } = setStage()
    const first = await document.current()
    pass(60)
    expect(await document.current()).toBe(first)
    put('two')
    pass(60)
    expect(await document.current()).toEqual({ value: 'TWO', version: 'v2' })
    expect(known).toEqual([undefined, 'v1', 'v1'])
  })

  it('asks at every call when freshForSeconds is 0', async () => {
    const { document, world } = setStage({ freshForSeconds: 0 })
    await document.current()
    await document.current()
    expect(world.reads).toBe(2)
  })

  it('reads once for any number of callers that wait', async () => {
    const { document, world, gate } = setStage()
    let open = () => {}
    gate.wait = new Promise<void>((resolve) => {
      open = resolve
    })
    const callers = [document.current(), document.current(), document.current()]
    open()
    const values = (await Promise.all(callers)).map(({ value }) => value)
    expect(values).toEqual(['ONE', 'ONE', 'ONE'])
    expect(world.reads).toBe(1)
  })

  it('never replaces a good version by a bad one, and tells of it once per change', async () => {
    const { document, put, told, pass } = setStage()
    await document.current()
    put('bad')
    for (let times = 0; times < 3; times++) {
      pass(60)
      expect(await document.current()).toEqual({ value: 'ONE', version: 'v1' })
    }
    expect(told()).toEqual(['document_loaded', 'document_invalid'])
    put('bad again')
    pass(60)
    expect((await document.current()).version).toBe('v1')
    put('good')
    pass(60)
    expect(await document.current()).toEqual({ value: 'GOOD', version: 'v4' })
    expect(told()).toEqual(['document_loaded', 'document_invalid', 'document_invalid', 'document_loaded'])
  })

  it('serves the last good version through an outage until it is stale', async () => {
    const { document, world, told, pass } = setStage()
    await document.current()
    world.isOut = true
    pass(660)
    expect(await document.current()).toEqual({ value: 'ONE', version: 'v1' })
    pass(0.001)
    expect(await failureOf(document.current())).toBeInstanceOf(UpstreamUnavailable)
    expect(told()).toEqual(['document_loaded', 'document_unreachable'])
  })

  it('spares a store out of reach for five seconds, so that no request waits in vain', async () => {
    const { document, world, pass } = setStage()
    await document.current()
    world.isOut = true
    pass(60)
    await document.current()
    pass(4.999)
    await document.current()
    expect(world.reads).toBe(2)
    pass(0.001)
    await document.current()
    expect(world.reads).toBe(3)
  })

  it('recovers from an outage, stale or not', async () => {
    const { document, world, put, pass } = setStage()
    await document.current()
    world.isOut = true
    pass(10_000)
    expect(await failureOf(document.current())).toBeInstanceOf(UpstreamUnavailable)
    world.isOut = false
    put('two')
    expect(await document.current()).toEqual({ value: 'TWO', version: 'v2' })
  })

  it('tells of each outage, even when the document did not change between them', async () => {
    const { document, world, told, pass } = setStage()
    await document.current()
    for (const isOut of [true, true, false, true]) {
      world.isOut = isOut
      pass(60)
      await document.current()
    }
    expect(told()).toEqual(['document_loaded', 'document_unreachable', 'document_unreachable'])
  })

  it('fails with every issue while no good version was ever read, and recovers', async () => {
    const { document, notices, put, told } = setStage()
    put('bad')
    for (let times = 0; times < 2; times++) {
      const failure = await failureOf(document.current())
      expect(failure).toBeInstanceOf(DocumentInvalid)
      expect(failure).toHaveProperty('message', 'document: expected good, found bad')
    }
    expect(notices).toEqual([expect.objectContaining({ notice: 'document_invalid', version: 'v2' })])
    put('good')
    expect(await document.current()).toEqual({ value: 'GOOD', version: 'v3' })
    expect(told()).toEqual(['document_invalid', 'document_loaded'])
  })

  it("fails with the store's own failure when it was never read, and recovers", async () => {
    const { document, world } = setStage()
    world.isOut = true
    expect(await failureOf(document.current())).toBeInstanceOf(UpstreamUnavailable)
    world.isOut = false
    expect((await document.current()).value).toBe('ONE')
  })

  it('does not take a bad version for silence of the store', async () => {
    const { document, put, pass } = setStage({ staleForSeconds: 0 })
    await document.current()
    put('bad')
    pass(100_000)
    expect((await document.current()).value).toBe('ONE')
    pass(100_000)
    expect((await document.current()).value).toBe('ONE')
  })
})
