import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Loopback, loopback } from './loopback.ts'
import { type Wire, wire } from './wire.stage.ts'

describe('a wire that can be interfered with', () => {
  let served: string[]
  let far: Loopback
  let near: Wire

  beforeEach(async () => {
    served = []
    const server = createServer((asking, answer) => {
      served.push(`${asking.method} ${asking.url}`)
      asking.resume().on('end', () => answer.writeHead(404).end('from afar'))
    })
    far = await loopback(server, 0)
    near = await wire(far.port, ({ headers }) => String(headers['x-operation']))
  })
  afterEach(async () => {
    await near.close()
    await far.close()
  })

  const ask = async (signal?: AbortSignal) => {
    const headers = { 'x-operation': 'Get', 'content-type': 'text/odd' }
    const answer = await fetch(`${near.url}/a?b`, {
      method: 'POST',
      headers,
      body: 'please',
      ...(signal && { signal }),
    })
    return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() }
  }

  it('passes a request on and its answer back', async () => {
    expect(await ask()).toEqual({ status: 404, type: 'text/odd', body: 'from afar' })
    expect(served).toEqual(['POST /a?b'])
    expect(near.asked).toEqual([{ operation: 'Get', body: 'please' }])
  })

  it('loses an answer, after the server has had the request', async () => {
    near.interfere(() => 'lose_answer')
    await expect(ask()).rejects.toThrow('fetch failed')
    expect(served).toHaveLength(1)
  })

  it('cuts a request off before the server has had it', async () => {
    near.interfere(({ operation }) => (operation === 'Get' ? 'cut_off' : 'none'))
    await expect(ask()).rejects.toThrow('fetch failed')
    expect(served).toEqual([])
    expect(near.asked).toHaveLength(1)
  })

  it('keeps a request waiting until somebody gives up', async () => {
    const impatience = new AbortController()
    near.interfere(() => {
      impatience.abort()
      return 'keep_waiting'
    })
    await expect(ask(impatience.signal)).rejects.toThrow('aborted')
    expect(served).toEqual([])
  })

  it('answers in the place of the server', async () => {
    near.interfere(() => ({ status: 500, body: 'from here' }))
    expect(await ask()).toEqual({ status: 500, type: 'text/odd', body: 'from here' })
    expect(served).toEqual([])
  })

  it('cuts a request off when the server is gone', async () => {
    await far.close()
    await expect(ask()).rejects.toThrow('fetch failed')
  })
})
