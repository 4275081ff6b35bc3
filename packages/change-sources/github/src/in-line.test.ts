import { describe, expect, it } from 'vitest'
import { inLine } from './in-line.ts'

/** An act that ends when told to, and says when it began. */
function act(events: string[], name: string) {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const begin = () => {
    events.push(name)
    return promise
  }
  return { begin, end: () => resolve(name), fail: () => reject(new Error(name)) }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('a line', () => {
  it('lets one act of a name happen after the other', async () => {
    const events: string[] = []
    const line = inLine()
    const [one, two] = [act(events, 'one'), act(events, 'two')]
    const both = [line('shop', one.begin), line('shop', two.begin)]
    await settled()
    expect(events).toEqual(['one'])
    one.end()
    await settled()
    expect(events).toEqual(['one', 'two'])
    two.end()
    expect(await Promise.all(both)).toEqual(['one', 'two'])
  })

  it('does not make acts of other names wait', async () => {
    const events: string[] = []
    const line = inLine()
    const [one, two] = [act(events, 'one'), act(events, 'two')]
    const both = [line('shop', one.begin), line('blog', two.begin)]
    await settled()
    expect(events).toEqual(['one', 'two'])
    one.end()
    two.end()
    await Promise.all(both)
  })

  it('goes on after an act that failed', async () => {
    const events: string[] = []
    const line = inLine()
    const [one, two] = [act(events, 'one'), act(events, 'two')]
    const first = line('shop', one.begin)
    const second = line('shop', two.begin)
    one.fail()
    two.end()
    await expect(first).rejects.toThrow('one')
    expect(await second).toBe('two')
  })
})
