import { createServer, request } from 'node:http'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { bodyOf } from './body.ts'
import { loopback } from './loopback.ts'

const silent = () => createServer(() => undefined)

describe('a place on the loopback', () => {
  it('is a free port for 0, and its URL', async () => {
    const place = await loopback(silent(), 0)
    expect(place.port).toBeGreaterThan(0)
    expect(place.url).toBe(`http://127.0.0.1:${place.port}`)
    await place.close()
  })

  it.each([-1, 65_536, 1.5, Number.NaN])('is not at port %s', async (port) => {
    await expect(loopback(silent(), port)).rejects.toThrow(
      `port: expected a port from 0 to 65535, found ${port}`,
    )
  })

  it('is not where another server is', async () => {
    const place = await loopback(silent(), 0)
    const second = loopback(silent(), place.port)
    await expect(second).rejects.toThrow(ConfigurationInvalid)
    await expect(second).rejects.toThrow(`port: expected a free port, found ${place.port} in use`)
    await place.close()
  })

  it('ends busy connections too when it closes', async () => {
    const server = silent()
    const place = await loopback(server, 0)
    const asked = new Promise((resolve) => {
      server.once('request', resolve)
    })
    const answer = fetch(place.url).then(
      () => 'answered',
      () => 'cut',
    )
    await asked
    await place.close()
    expect(await answer).toBe('cut')
  })
})

describe('a body', () => {
  const lengthOf = async (sent: string) => {
    const server = createServer((message, response) => {
      void bodyOf(message, 10).then((body) => response.end(body === 'too_large' ? body : `${body.length}`))
    })
    const place = await loopback(server, 0)
    const answer = new Promise<string>((resolve, reject) => {
      const asking = request(place.url, { method: 'POST' }, (response) => {
        response.setEncoding('utf8').on('data', resolve)
      })
      asking.on('error', reject).end(sent)
    })
    return answer.finally(() => void place.close())
  }

  it('is read up to what is allowed', async () => {
    expect(await lengthOf('0123456789')).toBe('10')
    expect(await lengthOf('')).toBe('0')
  })

  it('is not kept beyond that, and its sender is told why', async () => {
    expect(await lengthOf('0123456789a')).toBe('too_large')
  })
})
