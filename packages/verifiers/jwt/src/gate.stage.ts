import { methodArn, type TokenVerifier, type Verification } from '@sallyport/access'
import type { Forgery } from '@sallyport/access/contracts'
import {
  issuerKey,
  keySetOf,
  type LoopbackServer,
  loopbackServer,
  type Mint,
  minted,
} from './issuer.stage.ts'
import { type JwksOptions, jwks } from './jwks.ts'

const arn = methodArn('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/pets')
if (arn === undefined) throw new Error('arn: expected a method ARN, found another text')
export const call = { methodArn: arn, kind: 'token' } as const

export const key = await issuerKey('ES256', 'key-1')
export const stranger = await issuerKey('ES256', 'key-1')
export const audience = 'https://api.example.com'

/** A verifier before an issuer on this machine, under a clock that the test moves. */
export interface GateStage {
  readonly server: LoopbackServer
  readonly issuer: string
  readonly mint: Mint
  readonly verifier: TokenVerifier
  readonly verify: (token: string) => Promise<Verification>
  readonly present: (forgery?: Forgery) => Promise<Verification>
  readonly passSeconds: (seconds: number) => void
}

export async function gateStage(options: Partial<JwksOptions> = {}): Promise<GateStage> {
  const server = await loopbackServer(keySetOf(key))
  const issuer = server.url
  let nowSeconds = 1_800_000_000
  const clock = { now: () => nowSeconds * 1000 }
  const mint: Mint = { issuer, audience, key, stranger, nowSeconds: () => nowSeconds }
  const verifier = jwks({ issuer, audience, jwksUri: `${server.url}/jwks?secret=1`, ...options }, { clock })
  const verify = (token: string) => verifier.verify(token, call)
  return {
    server,
    issuer,
    mint,
    verifier,
    verify,
    present: async (forgery) => verify(await minted(mint, forgery)),
    passSeconds: (seconds) => {
      nowSeconds += seconds
    },
  }
}

/** `verified`, or the reason of the refusal: what most tests ask. */
export const word = (answer: Verification) => (answer.outcome === 'verified' ? 'verified' : answer.reason)
