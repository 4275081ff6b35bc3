import { type IncomingHttpHeaders, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import { type Listener, type ListenOptions, listen, mostBodyBytes } from './listener.ts'
import { type PetShop, type PetShopChanges, answering, petShop, stageArn } from './pet-shop.fixture.ts'
import type { Handled } from './rest-api.ts'

const listeners: Listener[] = []

async function opened(
  changes: PetShopChanges = {},
  options: ListenOptions = {},
): Promise<PetShop & Listener> {
  const shop = petShop(changes)
  const listener = await listen(shop.api, options)
  listeners.push(listener)
  return { ...shop, ...listener }
}

afterEach(async () => {
  await Promise.all(listeners.splice(0).map(({ close }) => close()))
})

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Sent {
  readonly method?: string
  /** Names and values in turn, which Node sends untouched, duplicates and case included. */
  readonly headers?: readonly string[]
  readonly body?: Buffer
}

/** Unlike fetch, sends any path and any headers. */
function ask(port: number, path: string, { method = 'GET', headers = [], body }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = ['Host', 'localhost', 'Connection', 'close', ...headers]
    const outgoing = httpRequest({ host: '127.0.0.1', port, path, method, headers: all }, (incoming) => {
      let text = ''
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode, headers: incoming.headers, body: text }),
      )
    })
    outgoing.on('error', reject).end(body)
  })
}

/** Writes bytes and reads until the other side ends. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk))
    socket.on('close', () => resolve(answer)).on('error', reject)
  })
}

const ada = ['Authorization', 'Bearer ada']

describe('a listening API', () => {
  it('answers below its stage', async () => {
    const { url, port } = await opened()
    expect(url).toBe(`http://127.0.0.1:${port}/dev`)
    const response = await fetch(`${url}/pets`, { headers: { authorization: 'Bearer ada' } })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ pets: [] })
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each(['/', '/prod/pets', '/DEV/pets', '/devious'])(
    'knows no stage at %s [stage-unknown-403]',
    async (path) => {
      const { port, events } = await opened()
      expect(await ask(port, path, { headers: ada })).toMatchObject({
        status: 403,
        body: '{"message":"Forbidden"}',
      })
      expect(events).toEqual([])
    },
  )

  it.each([
    ['/dev', '/'],
    ['/dev/', '/'],
    ['/dev?x=1', '/'],
    ['/dev/pets/a%2Fb/', '/pets/a%2Fb/'],
    ['/dev/pets/../pets', undefined],
    ['/dev/pets/%E0%A4%A', '/pets/%E0%A4%A'],
  ])('takes the path of %s as sent [arn-raw-path]', async (sent, path) => {
    const { port, events } = await opened()
    await ask(port, sent, { headers: ada })
    expect(events).toMatchObject(path === undefined ? [] : [{ methodArn: `${stageArn}/GET${path}` }])
  })

  it('hands duplicate Authorization headers on, in their case and order [event-header-case]', async () => {
    const { port, events } = await opened({ authorizer: { type: 'REQUEST' } })
    const headers = ['authorization', 'Bearer ada', 'AUTHORIZATION', 'Bearer eve', 'X-Odd-CASE', '1']
    const { status } = await ask(port, '/dev/pets', { headers })
    expect(status).toBe(200)
    expect(events).toMatchObject([
      {
        headers: { authorization: 'Bearer eve', 'X-Odd-CASE': '1' },
        multiValueHeaders: { authorization: ['Bearer ada', 'Bearer eve'] },
      },
    ])
  })

  it('adds what API Gateway adds, and trusts no forwarded address [http-forwarded]', async () => {
    const condition = { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }
    const { port, events } = await opened({
      authorizer: { type: 'REQUEST' },
      answer: () => answering({ Condition: condition }),
    })
    const headers = [...ada, 'x-forwarded-for', '203.0.113.7', 'X-Forwarded-Proto', 'http']
    expect((await ask(port, '/dev/pets', { headers })).status).toBe(200)
    expect(events).toMatchObject([
      {
        headers: {
          'X-Forwarded-For': '203.0.113.7, 127.0.0.1',
          'X-Forwarded-Port': '443',
          'X-Forwarded-Proto': 'https',
          'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        },
        multiValueHeaders: { 'X-Forwarded-Proto': ['https'] },
        requestContext: { identity: { sourceIp: '127.0.0.1' } },
      },
    ])
  })

  it('takes a pretended address only from the header it was told of', async () => {
    const condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }
    const answer = () => answering({ Condition: condition })
    const headers = [...ada, 'x-simulated-source-ip', '203.0.113.7']
    const plain = await opened({ answer })
    expect((await ask(plain.port, '/dev/pets', { headers })).status).toBe(403)
    const told = await opened({ answer }, { sourceIpHeader: 'X-Simulated-Source-Ip' })
    expect((await ask(told.port, '/dev/pets', { headers })).status).toBe(200)
    const nonsense = [...ada, 'x-simulated-source-ip', 'office']
    expect((await ask(told.port, '/dev/pets', { headers: nonsense })).status).toBe(403)
  })

  it('reads the query with all its values [event-last-value]', async () => {
    const { port, events } = await opened({ authorizer: { type: 'REQUEST' } })
    await ask(port, '/dev/pets?tag=a%20b&tag=c+d&__proto__=x&broken=%E0%A4%A', { headers: ada })
    expect(events).toMatchObject([
      { queryStringParameters: { tag: 'c d' }, multiValueQueryStringParameters: { tag: ['a b', 'c d'] } },
    ])
  })

  it('tells what it handled', async () => {
    const handled: Handled[] = []
    const { port } = await opened({}, { onHandled: (one) => handled.push(one) })
    await ask(port, '/dev/pets', { headers: ada })
    expect(handled).toMatchObject([
      { response: { status: 200 }, trace: { route: 'GET /pets', cache: 'miss' } },
    ])
  })

  it('gives no length to an answer without a body', async () => {
    const { port } = await opened()
    const { status, headers } = await ask(port, '/dev/health')
    expect(status).toBe(204)
    expect(headers).not.toHaveProperty('content-length')
  })

  it('answers 501 for what it does not simulate', async () => {
    const { port } = await opened({ answer: () => answering({ Resource: 'arn:${aws:username}' }) })
    const { status, body } = await ask(port, '/dev/pets', { headers: ada })
    expect(status).toBe(501)
    expect(body).toContain('policy variables')
  })
})

describe('an API that gets too much or too little', () => {
  it('answers 431 to headers over 10,240 bytes, and over what Node would take [http-headers-431]', async () => {
    const { port } = await opened()
    expect((await ask(port, '/dev/pets', { headers: ['Authorization', 'x'.repeat(11_000)] })).status).toBe(
      431,
    )
    expect((await ask(port, '/dev/pets', { headers: ['Authorization', 'x'.repeat(70_000)] })).status).toBe(
      431,
    )
  })

  it('answers 413 to a body over 10 MB [http-body-413]', async () => {
    const { port, events } = await opened()
    const post = (bytes: number) =>
      ask(port, '/dev/pets', { method: 'POST', headers: ada, body: Buffer.alloc(bytes) })
    expect((await post(1000)).status).toBe(200)
    expect(events).toHaveLength(1)
    // A refused upload may end before its last byte is sent, so the declared length is what is told.
    const declared = `POST /dev/pets HTTP/1.1\r\nHost: a\r\nContent-Length: ${mostBodyBytes + 1}\r\n\r\n`
    expect(await raw(port, declared)).toMatch(/^HTTP\/1\.1 413 /)
    expect(events).toHaveLength(1)
  })

  it.each([
    '\u0000\u0001garbage\r\n\r\n',
    'GET\r\n\r\n',
    'GET /dev HTTP/1.1\r\nBad Header\r\n\r\n',
    'GET /dev/pets HTTP/9.9\r\n\r\n',
  ])('answers 400 to %j and lives on', async (text) => {
    const { port } = await opened()
    expect(await raw(port, text)).toMatch(/^HTTP\/1\.1 400 /)
    expect((await ask(port, '/dev/pets', { headers: ada })).status).toBe(200)
  })

  it('answers 400 to a target that is no path', async () => {
    const { port } = await opened()
    expect(await raw(port, 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    )
  })

  it('survives callers that leave', async () => {
    const { port } = await opened()
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /dev/pets HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf')
        socket.resetAndDestroy()
      })
      socket.on('close', () => resolve())
    })
    expect((await ask(port, '/dev/pets', { headers: ada })).status).toBe(200)
  })
})

describe('a listener', () => {
  it('ends kept-alive connections at once when closed', async () => {
    const shop = petShop()
    const listener = await listen(shop.api)
    const ended = raw(listener.port, 'GET /dev/health HTTP/1.1\r\nHost: a\r\n\r\n')
    await ask(listener.port, '/dev/health')
    await listener.close()
    expect(await ended).toMatch(/^HTTP\/1\.1 204 /)
  })

  it('ends busy connections too', async () => {
    const asked = Promise.withResolvers<void>()
    const never = () => new Promise(() => asked.resolve())
    const listener = await listen(petShop({ answer: never }).api)
    const answer = ask(listener.port, '/dev/pets', { headers: ada }).catch((error: unknown) => error)
    await asked.promise
    await listener.close()
    expect(await answer).toBeInstanceOf(Error)
  })

  it('names a port in use', async () => {
    const { port, api } = await opened()
    await expect(listen(api, { port })).rejects.toThrow(ConfigurationInvalid)
    await expect(listen(api, { port })).rejects.toThrow(`port: expected a free port, found ${port} in use`)
  })

  it('stays on the loopback', async () => {
    const everywhere = '0.0.0.0' as '127.0.0.1'
    await expect(listen(petShop().api, { host: everywhere })).rejects.toThrow(
      'host: expected a loopback address',
    )
    await expect(listen(petShop().api, { port: 70_000 })).rejects.toThrow(
      'port: expected a port from 0 to 65535',
    )
  })
})
