import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Laptop, laptop } from './laptop.ts'

let running: Laptop
const folder = mkdtempSync(join(tmpdir(), 'sallyport-'))

beforeEach(async () => {
  running = await laptop()
})
afterEach(() => running.close())
afterAll(() => rmSync(folder, { recursive: true }))

async function tokenOf(name: string): Promise<string> {
  const { id, secret, scopes } = running.clients[name] ?? { id: '', secret: '', scopes: [] }
  const answer = await fetch(running.tokenEndpoint, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}

async function call(authorization?: string, path = '/my-resource') {
  const headers = authorization === undefined ? {} : { Authorization: authorization }
  const answer = await fetch(`${running.gateway}${path}`, { headers })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

const explicitDeny = {
  status: 403,
  body: { Message: 'User is not authorized to access this resource with an explicit deny' },
}
const unauthorized = { status: 401, body: { message: 'Unauthorized' } }
const advance = (seconds: number) => fetch(`${running.clock}?advanceSeconds=${seconds}`, { method: 'POST' })

describe('the laptop', () => {
  it("lets the article's email scope in, and tells the backend who called", async () => {
    expect(await call(`Bearer ${await tokenOf('member')}`)).toMatchObject({
      status: 200,
      body: { subject: 'member', scope: 'email' },
    })
  })

  it('denies a token without the scope, and turns no token and noise away', async () => {
    expect(await call(`Bearer ${await tokenOf('guest')}`)).toEqual(explicitDeny)
    expect(await call()).toEqual(unauthorized)
    expect(await call('Bearer noise')).toEqual(unauthorized)
    const token = await tokenOf('member')
    expect(await call(`Bearer ${token.slice(0, -4)}AAAA`)).toEqual(unauthorized)
  })

  it('ends a cached policy with its token, within the cache, and lets a new token in', async () => {
    const token = await tokenOf('member')
    expect((await call(`Bearer ${token}`)).status).toBe(200)
    await advance(230)
    expect((await call(`Bearer ${token}`)).status).toBe(200)
    await advance(15)
    expect(await call(`Bearer ${token}`)).toEqual(explicitDeny)
    await advance(100)
    expect(await call(`Bearer ${token}`)).toEqual(unauthorized)
    expect((await call(`Bearer ${await tokenOf('member')}`)).status).toBe(200)
  })

  it('bears a token of a megabyte', async () => {
    const headers = { Authorization: `Bearer ${'a'.repeat(1_000_000)}.b.c` }
    expect((await fetch(`${running.gateway}/my-resource`, { headers })).status).toBe(431)
    expect((await call()).status).toBe(401)
  })
})

describe("a laptop with the user's own permissions", () => {
  const arn = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3'

  it('serves its inventory, and follows an edit without a restart', async () => {
    const permissions = join(folder, 'permissions.json')
    const document = {
      api: { arn, stage: 'prod' },
      scopes: { 'pets:read': ['GET /pets/{id}'] },
      routes: ['GET /pets', 'GET /pets/{id}', 'GET /pets/{id}/secrets'],
    }
    writeFileSync(permissions, JSON.stringify(document))
    await running.close()
    running = await laptop({ permissions })
    expect(running.gateway).toMatch(/\/prod$/)
    const bearer = async () => `Bearer ${await tokenOf('member')}`
    expect((await call(await bearer(), '/pets/7')).status).toBe(200)
    expect(await call(await bearer(), '/pets/7/secrets')).toEqual(explicitDeny)
    expect((await call(await bearer(), '/pets')).body).toEqual({
      Message: 'User is not authorized to access this resource',
    })
    expect((await call(await bearer(), '/none')).body).toEqual({ message: 'Missing Authentication Token' })

    writeFileSync(permissions, JSON.stringify({ ...document, scopes: { 'pets:read': ['GET /pets'] } }))
    await advance(2)
    expect((await call(await bearer(), '/pets')).status).toBe(200)
  })

  it.each([
    ['a file that is not there', join(folder, 'none.json'), 'permissions: expected a file, found'],
    ['a list without an entry', '[]', 'permissions: expected at least one grant, found none'],
    ['a fault', '[{"arn":"x"}]', '[0].arn: expected the ARN of an API'],
  ])('does not start with %s', async (_, content, complaint) => {
    const permissions = content.startsWith('[') ? join(folder, 'bad.json') : content
    if (content.startsWith('[')) writeFileSync(permissions, content)
    await expect(laptop({ permissions })).rejects.toThrow(complaint)
  })
})

describe('the ports', () => {
  it('are the one that was given and the next two', async () => {
    const free = await freePort()
    await running.close()
    running = await laptop({ port: free })
    const ports = [running.gateway, running.issuer, running.clock].map((url) => Number(new URL(url).port))
    expect(ports).toEqual([free, free + 1, free + 2])
  })

  it('are refused in one sentence when one is taken, and nothing stays behind', async () => {
    await running.close()
    const port = await freePort()
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    await expect(laptop({ port })).rejects.toThrow(`port: expected a free port, found ${port} in use`)
    await new Promise((resolve) => server.close(resolve))
    running = await laptop({ port })
  })
})

/** The first of six free ports, below those that systems give away by themselves. */
async function freePort(): Promise<number> {
  const first = 20_000 + Math.floor(Math.random() * 9_000)
  const taken = await Promise.all([0, 1, 2, 3, 4, 5].map((each) => isTaken(first + each)))
  return taken.includes(true) ? freePort() : first
}

async function isTaken(port: number): Promise<boolean> {
  const server = createServer()
  const outcome = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(true))
    server.listen(port, '127.0.0.1', () => resolve(false))
  })
  await new Promise((resolve) => server.close(resolve))
  return outcome
}

describe('documents in S3', () => {
  const upload = async (url = '', body = '') => {
    expect((await fetch(url, { method: 'PUT', body })).status).toBe(200)
    await advance(2)
  }

  it('are followed without a restart, and a broken version changes nothing', async () => {
    await running.close()
    let log = ''
    running = await laptop({ documents: 's3', log: (text) => (log += text) })
    const { permissions, rules } = running.documents ?? {}
    const outcome = async () => (await call(`Bearer ${await tokenOf('member')}`)).status
    const entry = {
      arn: 'arn:aws:execute-api:us-east-1:219852565112:rz8w6b1ik2',
      resource: 'my-resource',
      stage: 'dev',
      httpVerb: 'GET',
    }
    expect(await outcome()).toBe(200)
    await upload(permissions, JSON.stringify([{ ...entry, scope: 'admin' }]))
    expect(await outcome()).toBe(403)
    expect(log).not.toContain('found it starting')
    expect(log).not.toContain('aws.s3')
    await upload(permissions, '[{"arn":"x"}]')
    expect(await outcome()).toBe(403)
    expect(log.match(/the last good version serves/g)).toHaveLength(1)
    await upload(permissions, JSON.stringify([{ ...entry, scope: 'email' }]))
    expect(await outcome()).toBe(200)

    const sweep = async () => {
      const answer = await fetch(running.trigger.events, {
        method: 'POST',
        body: '{"sallyport":"reconcile"}',
      })
      const { decisions } = (await answer.json()) as { decisions: { pipeline: string; verdict: string }[] }
      return decisions.map(({ pipeline, verdict }) => `${pipeline} ${verdict}`)
    }
    const sources = { commits: { codecommit: 'sample', branches: ['main'] } }
    const pipelines = { 'codecommit-events-pipeline': { paths: ['none/**'] } }
    await upload(rules, JSON.stringify({ sources, pipelines, onUnknownBase: 'skip' }))
    expect(await sweep()).toEqual(['codecommit-events-pipeline skip'])
  })
})

describe('a laptop with two issuers', () => {
  it('takes the tokens of both, each by its own', async () => {
    await running.close()
    running = await laptop({ issuers: 2 })
    const [, second] = running.issuers
    for (const [endpoint, client] of [
      [running.tokenEndpoint, running.clients['member']],
      [second?.tokenEndpoint, second?.clients['member-2']],
    ] as const) {
      const answer = await fetch(endpoint ?? '', {
        method: 'POST',
        headers: { Authorization: `Basic ${btoa(`${client?.id}:${client?.secret}`)}` },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope: client?.scopes.join(' ') ?? '',
        }),
      })
      const { access_token: token } = (await answer.json()) as { access_token: string }
      expect(await call(`Bearer ${token}`)).toMatchObject({ status: 200, body: { subject: client?.id } })
    }
  })
})

describe('a laptop whose gate asks about tokens', () => {
  it('lets an opaque token in and denies one without the scope, beside a second issuer of JWTs', async () => {
    await running.close()
    running = await laptop({ introspection: true, issuers: 2 })
    const token = await tokenOf('member')
    expect(token.split('.')).toHaveLength(1)
    expect(await call(`Bearer ${token}`)).toMatchObject({
      status: 200,
      body: { subject: 'member', scope: 'email' },
    })
    expect(await call(`Bearer ${await tokenOf('guest')}`)).toEqual(explicitDeny)
    expect(await call('Bearer noise')).toEqual(unauthorized)
  })
})
