import { tokenVerifierContract, type VerifierStage } from '@sallyport/access/contracts'
import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { audience, call } from './gate.stage.ts'
import { type IssuerKey, issuerKey, keySetOf, loopbackServer, type Mint, minted } from './issuer.stage.ts'
import { jwks } from './jwks.ts'

const clock = { now: () => Date.now() }
const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function setStage(key: IssuerKey, stranger: IssuerKey): Promise<VerifierStage> {
  const server = await loopbackServer(keySetOf(key))
  const lure = await loopbackServer(keySetOf(stranger))
  closing.push(server.close, lure.close)
  const issuer = `${server.url}/tenant`
  const nowSeconds = () => Math.floor(clock.now() / 1000)
  const mint: Mint = { issuer, audience, key, stranger, nowSeconds }
  return {
    verifier: jwks({ issuer, audience, jwksUri: `${server.url}/jwks` }, { clock }),
    call,
    issuer,
    audience,
    nowSeconds,
    mint: (changes) => minted(mint, changes),
    forge: (forgery) => minted(mint, forgery),
    lure: { url: `${lure.url}/jwks`, visits: lure.connections },
    cutOff: server.close,
  }
}

describe.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])('a verifier of %s tokens', async (algorithm) => {
  const key = await issuerKey(algorithm, 'key-1')
  const stranger = await issuerKey(algorithm, 'key-1')

  for (const { promise, keep } of tokenVerifierContract)
    it(promise, async () => keep(await setStage(key, stranger)))
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
