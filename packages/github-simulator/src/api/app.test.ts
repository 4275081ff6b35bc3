import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubSimulator, githubSimulator } from '../github-simulator.ts'
import { ask } from '../raw-request.fixture.ts'
import { type MadeRepository, madeRepository } from '@sallyport/simulation/stages'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 })

let made: MadeRepository
let simulator: GitHubSimulator
let now = 0

beforeEach(async () => {
  now = 1_800_000_000_000
  made = madeRepository()
  made.commit('first', { a: '1' })
  simulator = await githubSimulator({
    repositories: { 'acme/shop': made.directory, 'acme/other': made.directory },
    now: () => now,
    app: {
      id: '12',
      publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      installations: { '7': ['acme/shop'] },
    },
  })
})

afterEach(async () => {
  await simulator.close()
  made.remove()
})

interface Claims {
  readonly iss?: string | number
  readonly iat?: number
  readonly exp?: number
}

function jwt(claims: Claims = {}, key: KeyObject = keys.privateKey, alg = 'RS256'): string {
  const seconds = now / 1000
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const all = { iss: '12', iat: seconds - 60, exp: seconds + 540, ...claims }
  const signed = `${encoded({ alg, typ: 'JWT' })}.${encoded(all)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

const installationOf = (repository: string, token = jwt()) =>
  ask(`${simulator.url}/repos/${repository}/installation`, { token })

const tokenOf = (installation: string, body: object = {}) =>
  ask(`${simulator.url}/app/installations/${installation}/access_tokens`, {
    method: 'POST',
    token: jwt(),
    body,
  })

describe('a GitHub App', () => {
  it('asks as itself with a JWT [app-jwt] [app-installation]', async () => {
    expect(await installationOf('acme/shop')).toMatchObject({ status: 200, body: { id: 7 } })
    expect(await installationOf('acme/shop', jwt({ iss: 12 }))).toMatchObject({ status: 200 })
    expect(await installationOf('acme/other')).toMatchObject({ status: 404 })
    expect(await installationOf('acme/nowhere')).toMatchObject({ status: 404 })
    expect(await installationOf('acme/shop', jwt({ iss: '13' }))).toMatchObject({ status: 404 })
  })

  it('is refused with a JWT that is none of its own [app-jwt-refused]', async () => {
    const message = 'A JSON web token could not be decoded'
    for (const token of ['x', 'a.b.c', jwt({}, strangers.privateKey), jwt({}, keys.privateKey, 'none')])
      expect(await installationOf('acme/shop', token)).toMatchObject({ status: 401, body: { message } })
    expect(await ask(`${simulator.url}/repos/acme/shop/installation`)).toMatchObject({ status: 401 })
  })

  it('is refused with a JWT of another time [app-jwt-too-long]', async () => {
    const seconds = now / 1000
    const message = "'Expiration time' claim ('exp') is too far in the future"
    expect(await installationOf('acme/shop', jwt({ exp: seconds + 601 }))).toMatchObject({
      status: 401,
      body: { message },
    })
    for (const claims of [{ exp: seconds }, { iat: seconds + 1 }, { exp: seconds + 1.5 }])
      expect(await installationOf('acme/shop', jwt(claims))).toMatchObject({ status: 401 })
  })

  it('reads by a token for an hour [app-token] [app-token-ended]', async () => {
    const { status, body } = await tokenOf('7')
    expect(status).toBe(201)
    const { token, expires_at: end } = body as { readonly token: string; readonly expires_at: string }
    expect(Date.parse(end)).toBe(now + 3_600_000)
    const read = (repository: string) => ask(`${simulator.url}/repos/${repository}`, { token })
    expect(await read('acme/shop')).toMatchObject({ status: 200 })
    expect(await read('acme/other')).toMatchObject({ status: 404 })
    now += 3_600_000
    expect(await read('acme/shop')).toMatchObject({ status: 401, body: { message: 'Bad credentials' } })
  })

  it('gets no token of an installation that is none', async () => {
    for (const id of ['8', 'constructor']) expect(await tokenOf(id)).toMatchObject({ status: 404 })
  })

  it('may ask for less, and not for more [app-token-permissions]', async () => {
    const less = { permissions: { contents: 'read' } }
    expect(await tokenOf('7', less)).toMatchObject({ status: 201, body: less })
    for (const permissions of [{ contents: 'write' }, { issues: 'read' }])
      expect(await tokenOf('7', { permissions })).toMatchObject({ status: 422 })
  })

  it('loses its tokens when they are taken back', async () => {
    const { body } = await tokenOf('7')
    const { token } = body as { readonly token: string }
    simulator.revokeTokens()
    expect(await ask(`${simulator.url}/repos/acme/shop`, { token })).toMatchObject({ status: 401 })
  })
})
