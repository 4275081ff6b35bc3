import { tokenVerifierContract, type TokenChanges, type VerifierStage } from '@sallyport/access/contracts'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { audience, call, client, endpoint, json } from './endpoint.stage.ts'
import { introspection } from './index.ts'

const clock = { now: () => Date.now() }
const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

/**
 * The endpoint knows the tokens it was given, to the letter, and calls each of them active whatever
 * it says of it: what a careless issuer lets pass is then for the verifier to find.
 */
async function setStage(shape: () => string, cacheSeconds: number): Promise<VerifierStage> {
  const known = new Map<string, string>()
  const server = await endpoint(({ form }, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(known.get(form.get('token') ?? '') ?? '{"active":false}')
  })
  const lure = await endpoint(json({}))
  closing.push(server.close, lure.close)
  const issuer = `${server.url}/tenant`
  const nowSeconds = () => Math.floor(clock.now() / 1000)
  const options = { issuer, audience, endpoint: `${server.url}/introspect`, client, cacheSeconds }
  return {
    verifier: introspection(options, { clock }),
    call,
    issuer,
    audience,
    nowSeconds,
    mint: async (changes = {}) => {
      const token = shape()
      known.set(token, said(changes, issuer, nowSeconds()))
      return token
    },
    forge: async ({ header, claims, signer }) =>
      // Made as a forger would make it; the issuer never heard of it.
      [{ alg: 'ES256', typ: 'at+jwt', ...header }, { iss: issuer, ...claims }, signer]
        .map((part) => Buffer.from(JSON.stringify(part ?? '')).toString('base64url'))
        .join('.'),
    lure: { url: `${lure.url}/jwks`, visits: lure.connections },
    cutOff: server.close,
  }
}

function said(changes: TokenChanges, issuer: string, now: number): string {
  const { livesForSeconds = 600, startsInSeconds, scopes = ['pets:read'] } = changes
  const answer = {
    active: true,
    token_type: 'Bearer',
    iss: issuer,
    aud: changes.audience ?? audience,
    sub: changes.subject ?? 'ada',
    client_id: changes.clientId ?? 'shop',
    scope: scopes.join(' '),
    iat: Math.min(now, now + livesForSeconds),
    exp: now + livesForSeconds,
    ...(startsInSeconds === undefined ? {} : { nbf: now + startsInSeconds }),
  }
  // Defined rather than assigned, so that a claim named `__proto__` is sent.
  for (const [name, value] of Object.entries(changes.claims ?? {}))
    Object.defineProperty(answer, name, { value, enumerable: true, configurable: true, writable: true })
  return JSON.stringify(answer)
}

const random = (bytes: number) => randomBytes(bytes).toString('base64url')

/** With a dot in it, as Ory's have: the contract writes other spellings at the dots of a token. */
const handle = () => `${random(32)}.${random(32)}`

describe.each([
  ['opaque tokens', () => handle(), 0],
  ['opaque tokens whose answers are kept', () => handle(), 60],
  ['tokens in the form of a JWT', () => `${random(30)}.${random(90)}.${random(64)}`, 0],
])('a verifier of %s', (_, shape, cacheSeconds) => {
  for (const { promise, keep } of tokenVerifierContract)
    it(promise, async () => keep(await setStage(shape, cacheSeconds)))
})

describe('the README', () => {
  it('prints the promises of the contract, all of them and no others', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const [, section = ''] = readme.split('## Promises\n')
    const [list = ''] = section.split('\n## ')
    const printed = list.split('\n').filter((line) => line.startsWith('- '))
    expect(printed).toEqual(tokenVerifierContract.map(({ promise }) => `- ${promise}`))
  })
})
