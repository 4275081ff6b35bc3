import { canary, type FaultStage } from '@sallyport/access/contracts'
import { createHmac, randomBytes } from 'node:crypto'
import { setTimeout as passing } from 'node:timers/promises'
import { type FaultyPlace, faultyPlace } from './faulty-place.stage.ts'
import { audience, call, key, stranger } from './gate.stage.ts'
import { type IssuerKey, issuerKey, type Mint, minted } from './issuer.stage.ts'
import { jwks, type KeyNotice } from './jwks.ts'

const [rotated, old, foreign] = await Promise.all(
  ['key-2', 'key-0', 'foreign'].map((keyId) => issuerKey('ES256', keyId)),
)
const secret = randomBytes(32)
const secretKey = { kty: 'oct', k: secret.toString('base64url'), kid: key.keyId, alg: 'HS256' }
const life = { keysFreshForSeconds: 600, keysMaxAgeSeconds: 3600, timeoutMilliseconds: 250 }

/** A verifier before an issuer whose key set has faults, and everything it said about them. */
export interface JwtFaultStage extends FaultStage {
  readonly notices: readonly KeyNotice[]
  readonly close: () => Promise<void>
}

export async function faultStage(): Promise<JwtFaultStage> {
  const place = await faultyPlace({
    now: setOf(key),
    longAgo: setOf(old),
    poisoned: JSON.stringify({ keys: [secretKey, foreign?.published, key.published] }),
    afterwards: setOf(key, rotated),
    elsewhere: setOf(stranger),
  })
  const notices: KeyNotice[] = []
  let now = 1_800_000_000
  const issuer = 'https://idp.example.com/'
  const options = { issuer, audience, jwksUri: place.url, ...life }
  const clock = { now: () => now * 1000 }
  const verifier = jwks(options, { clock, notify: (notice) => void notices.push(notice) })
  const mint: Mint = { issuer, audience, key, stranger, nowSeconds: () => now }
  return {
    verifier,
    call,
    known: () => minted(mint, forFiveMinutes),
    rotated: () => minted({ ...mint, key: rotated ?? key }, forFiveMinutes),
    forged: () => minted(mint, { ...forFiveMinutes, signer: 'stranger' }),
    poisoned: () => poisonedToken(mint),
    begin: place.begin,
    end: place.end,
    passSeconds: (seconds) => {
      now += seconds
    },
    ...life,
    fetches: place.lookUps,
    settled: async () => {
      // What a call set off begins only after it.
      await passing(5)
      await settled(place, notices)
    },
    notices,
    close: place.close,
  }
}

const forFiveMinutes = {
  livesForSeconds: 300,
  subject: canary,
  clientId: canary,
  scopes: [canary],
  claims: { jti: canary },
}

const setOf = (...keys: readonly (IssuerKey | undefined)[]) =>
  JSON.stringify({ keys: keys.flatMap((each) => each?.published ?? []) })

async function poisonedToken(mint: Mint): Promise<string> {
  const [header, claims] = (await minted(mint, { ...forFiveMinutes, header: { alg: 'HS256' } })).split('.')
  const signature = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url')
  return `${header}.${claims}.${signature}`
}

const isEnd = ({ notice }: KeyNotice) => notice !== 'jwk_ignored'

/**
 * A fetch ends in a notice, but for one that a leap of the clock has made a thing of the past: that
 * one is over when the place has been idle for a while.
 */
async function settled({ isIdle, lookUps }: FaultyPlace, notices: readonly KeyNotice[]): Promise<void> {
  for (let idleRounds = 0; idleRounds < 10; idleRounds = isIdle() ? idleRounds + 1 : 0) {
    if (notices.filter(isEnd).length === lookUps()) return
    await passing(5)
  }
}
