import type { Call } from '@sallyport/access'
import { calculateJwkThumbprint, exportJWK, type JWK, SignJWT } from 'jose'
import { createHash } from 'node:crypto'
import { call as tokenCall, gateStage, type GateStage } from './gate.stage.ts'
import { type IssuerKey, issuerKey, minted } from './issuer.stage.ts'
import type { JwksOptions } from './jwks.ts'

/** The client's own key: its public half travels in every proof. */
export interface Holder {
  readonly key: IssuerKey
  readonly jwk: JWK
  readonly thumbprint: string
}

export async function holderOf(algorithm: string): Promise<Holder> {
  const key = await issuerKey(algorithm, 'holder')
  const { kid: _, alg: __, use: ___, ...jwk } = key.published
  return { key, jwk, thumbprint: await calculateJwkThumbprint(jwk, 'sha256') }
}

export const privateJwkOf = async ({ key }: Holder) => exportJWK(key.privateKey)

export const requestCall = {
  ...tokenCall,
  kind: 'request',
  scheme: 'dpop',
  method: 'GET',
  domainName: 'a1b2c3.execute-api.eu-west-1.amazonaws.com',
  path: '/prod/pets',
} as const satisfies Call

export const target = `https://${requestCall.domainName}${requestCall.path}`

export interface ProofChanges {
  readonly header?: object
  readonly claims?: object
  /** Whose key signs; the `jwk` stays the holder's. */
  readonly signer?: Holder
}

/** A gate, and a token that is bound to a holder's key. */
export interface BoundStage extends GateStage {
  readonly token: string
  readonly proof: (changes?: ProofChanges) => Promise<string>
  readonly presentWith: (
    proofs: readonly string[],
    changes?: Partial<Call>,
  ) => ReturnType<GateStage['verify']>
}

let proofsMade = 0

export async function boundStage(holder: Holder, options: Partial<JwksOptions> = {}): Promise<BoundStage> {
  const stage = await gateStage({ senderConstraint: ['dpop', 'mtls'], ...options })
  const token = await minted(stage.mint, { claims: { cnf: { jkt: holder.thumbprint } } })
  return {
    ...stage,
    token,
    async proof({ header, claims, signer = holder } = {}) {
      proofsMade += 1
      const said = {
        jti: `proof-${proofsMade}`,
        htm: 'GET',
        htu: target,
        iat: stage.mint.nowSeconds(),
        ath: createHash('sha256').update(token).digest('base64url'),
        ...claims,
      }
      return new SignJWT(said)
        .setProtectedHeader({ typ: 'dpop+jwt', alg: signer.key.algorithm, jwk: holder.jwk, ...header })
        .sign(signer.key.privateKey)
    },
    presentWith: (proofs, changes) =>
      stage.verifier.verify(token, { ...requestCall, headers: { dpop: proofs }, ...changes }),
  }
}

/** What the one check that matters here found. */
export function foundIn(answer: Awaited<ReturnType<GateStage['verify']>>): string | undefined {
  return answer.explanation.checks.find(({ check }) => check === 'cnf')?.found
}
