import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubSimulator, type GitHubSimulatorOptions, githubSimulator } from '../github-simulator.ts'
import { ask } from '../raw-request.fixture.ts'
import { type MadeRepository, madeRepository } from '@sallyport/simulation/stages'

let made: MadeRepository
const running: GitHubSimulator[] = []

beforeEach(() => {
  made = madeRepository()
  made.commit('first', { a: '1' })
})

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ close }) => close()))
  made.remove()
})

async function start(options: GitHubSimulatorOptions = {}): Promise<GitHubSimulator> {
  const simulator = await githubSimulator({ repositories: { 'acme/shop': made.directory }, ...options })
  running.push(simulator)
  return simulator
}

describe('the wire of GitHub', () => {
  it('is the same below /api/v3 [wire-enterprise]', async () => {
    const { url } = await start()
    const { body } = await ask(`${url}/api/v3/repos/acme/shop`)
    expect(body).toMatchObject({ full_name: 'acme/shop', url: `${url}/api/v3/repos/acme/shop` })
  })

  it('tells errors in a body [wire-error-body] [wire-unknown-path]', async () => {
    const { url } = await start()
    const documentation = { documentation_url: 'https://docs.github.com/rest' }
    for (const path of [
      '/nowhere',
      '/repos/acme',
      '/repos/acme/shop/nothing',
      '/repos//shop',
      '/repos/%zz/shop',
    ])
      expect(await ask(`${url}${path}`)).toMatchObject({
        status: 404,
        body: { message: 'Not Found', status: '404', ...documentation },
      })
    expect(await ask(`${url}/repos/acme/shop`, { method: 'POST' })).toMatchObject({ status: 404 })
  })

  it('refuses who does not say what program asks [wire-user-agent]', async () => {
    const { url } = await start()
    const status = await new Promise((resolve, reject) => {
      request(`${url}/repos/acme/shop`, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })
    expect(status).toBe(403)
  })

  it('refuses a token that is none [wire-bad-credentials]', async () => {
    const { url } = await start({ tokens: { good: 'every' } })
    const { status, body } = await ask(`${url}/repos/acme/shop`, { token: 'bad' })
    expect({ status, body }).toMatchObject({ status: 401, body: { message: 'Bad credentials' } })
    expect(await ask(`${url}/repos/acme/shop`, { headers: { Authorization: 'Basic x' } })).toMatchObject({
      status: 401,
    })
    expect(await ask(`${url}/repos/acme/shop`, { token: 'good' })).toMatchObject({ status: 200 })
  })

  it('hides what somebody may not see [wire-hidden]', async () => {
    const { url } = await start({ tokens: { other: ['acme/other'] } })
    for (const token of [{ token: 'other' }, {}])
      expect(await ask(`${url}/repos/acme/shop`, token)).toMatchObject({ status: 404 })
  })

  it('tells of the limit in every answer [wire-rate-headers] [wire-refusals-counted]', async () => {
    const { url } = await start({ now: () => 1_000_000_500 })
    await ask(`${url}/repos/acme/nowhere`)
    const { headers } = await ask(`${url}/repos/acme/shop`)
    const told = ['limit', 'remaining', 'used', 'reset', 'resource'].map((name) =>
      headers.get(`x-ratelimit-${name}`),
    )
    expect(told).toEqual(['5000', '4998', '2', '1003600', 'core'])
  })

  it('ends with the limit, until it resets [wire-primary-limit] [wire-primary-message]', async () => {
    let now = 1_000_000_000
    const { url } = await start({ requestsPerHour: 1, now: () => now })
    expect(await ask(`${url}/repos/acme/shop`)).toMatchObject({ status: 200 })
    const { status, headers, body } = await ask(`${url}/repos/acme/shop`)
    expect(status).toBe(403)
    expect(headers.get('x-ratelimit-remaining')).toBe('0')
    expect(body).toMatchObject({ message: expect.stringMatching(/^API rate limit exceeded for /) })
    now += 3_600_000
    expect(await ask(`${url}/repos/acme/shop`)).toMatchObject({ status: 200 })
  })

  it('is free for what has not changed [wire-conditional] [wire-conditional-free]', async () => {
    const { url } = await start()
    const first = await ask(`${url}/repos/acme/shop/git/ref/heads/main`, { token: 'x' })
    const condition = { 'If-None-Match': first.headers.get('etag') ?? '' }
    const same = await ask(`${url}/repos/acme/shop/git/ref/heads/main`, { token: 'x', headers: condition })
    expect(same).toMatchObject({ status: 304, body: undefined })
    expect(same.headers.get('x-ratelimit-used')).toBe('1')
    const nobody = await ask(`${url}/repos/acme/shop/git/ref/heads/main`, { headers: condition })
    expect(nobody.status).toBe(304)
    expect(nobody.headers.get('x-ratelimit-used')).toBe('2')
    made.commit('second', { a: '2' })
    expect(await ask(`${url}/repos/acme/shop/git/ref/heads/main`, { headers: condition })).toMatchObject({
      status: 200,
    })
  })
})

describe('a fault', () => {
  const askOnce = async (fault: Parameters<GitHubSimulator['faults']['next']>[0]) => {
    const simulator = await start()
    simulator.faults.next(fault)
    const { status, headers, body } = await ask(`${simulator.url}/repos/acme/shop`)
    const again = await ask(`${simulator.url}/repos/acme/shop`)
    return { status, headers, body, again: again.status }
  }

  it('is a limit for a while [wire-secondary-limit] [wire-secondary-message]', async () => {
    const message = expect.stringContaining('You have exceeded a secondary rate limit. Please wait a few')
    for (const [kind, status] of [
      ['secondary', 403],
      ['secondary_429', 429],
    ] as const) {
      const answer = await askOnce({ kind, seconds: 7 })
      expect(answer).toMatchObject({ status, body: { message }, again: 200 })
      expect(answer.headers.get('retry-after')).toBe('7')
    }
    const silent = await askOnce({ kind: 'secondary_silent' })
    expect(silent).toMatchObject({ status: 403, body: { message }, again: 200 })
    expect(silent.headers.get('retry-after')).toBeNull()
  })

  it('may spend all that is left of the hour', async () => {
    expect(await askOnce({ kind: 'primary_429' })).toMatchObject({ status: 429, again: 403 })
  })

  it('is a permission that is missing [wire-forbidden]', async () => {
    const body = { message: 'Resource not accessible by integration' }
    expect(await askOnce({ kind: 'forbidden' })).toMatchObject({ status: 403, body, again: 200 })
  })

  it('is a failure of theirs [wire-server-errors]', async () => {
    for (const [kind, status] of [
      ['internal', 500],
      ['bad_gateway', 502],
      ['unavailable', 503],
    ] as const)
      expect(await askOnce({ kind })).toMatchObject({ status, again: 200 })
  })

  it.each(['cut', 'answer_cut'] as const)('leaves no answer to read: %s', async (kind) => {
    const { url, faults, calls } = await start()
    faults.next({ kind })
    await expect(ask(`${url}/repos/acme/shop`)).rejects.toThrow(/fetch failed|terminated/)
    expect(calls.map(({ status }) => status)).toEqual([kind === 'cut' ? 0 : 200])
  })

  it('hits its operation only, so many calls, after so many', async () => {
    const { url, faults } = await start()
    faults.next({ kind: 'internal', operation: 'repos/get', times: 2, after: 1 })
    const statuses: number[] = []
    for (const path of ['', '/branches', '', '', ''])
      statuses.push((await ask(`${url}/repos/acme/shop${path}`)).status)
    expect(statuses).toEqual([200, 200, 500, 500, 200])
  })

  it('can be forgotten', async () => {
    const { url, faults } = await start()
    faults.next({ kind: 'internal' })
    faults.clear()
    expect((await ask(`${url}/repos/acme/shop`)).status).toBe(200)
  })
})

describe('the simulator', () => {
  it('remembers every call, and nobody’s credential', async () => {
    const { url, calls } = await start({ tokens: { canary: 'every' } })
    await ask(`${url}/repos/acme/shop/branches?page=2`, { token: 'canary' })
    expect(calls).toEqual([
      {
        operation: 'repos/list-branches',
        path: '/repos/acme/shop/branches',
        query: { page: '2' },
        status: 200,
        as: 'token',
      },
    ])
  })

  it('refuses a port that is taken, or none', async () => {
    const { url } = await start()
    await expect(githubSimulator({ port: Number(new URL(url).port) })).rejects.toThrow(/^port: /)
    await expect(githubSimulator({ port: -1 })).rejects.toThrow(/^port: /)
  })
})
