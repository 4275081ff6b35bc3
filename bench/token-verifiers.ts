import { verify } from 'node:crypto'
import { methodArn } from '@sallyport/access'
import { jwks } from '@sallyport/verifier-jwt/jwks'
import { JwtVerifier } from 'aws-jwt-verify'
import { createVerifier } from 'fast-jwt'
import { createLocalJWKSet, jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { audience, bareKey, type TokenStage } from './token-stage.ts'

/** Verifies one token, and throws when it does not hold. */
export type Contestant = (token: string) => unknown

/** Everyone is set up to check signature, issuer, audience and times, with the key at hand. */
export function contestants(stage: TokenStage): Readonly<Record<string, Contestant>> {
  const { algorithm } = stage
  return {
    bare: bare(stage),
    sallyport: sallyport(stage),
    'sallyport, remembered': sallyport(stage, { verifiedTokensKept: 1024 }),
    'fast-jwt': fastJwt(stage),
    ...(algorithm === 'PS256' ? {} : { 'aws-jwt-verify': awsJwtVerify(stage) }),
    ...(algorithm === 'EdDSA' ? {} : { jsonwebtoken: jsonWebToken(stage, algorithm) }),
    jose: jose(stage),
  }
}

/** The signature and nothing else: what nobody can do without. Taken apart before the clock starts. */
function bare({ algorithm, jwk, tokens }: TokenStage): Contestant {
  const hash = algorithm === 'EdDSA' ? null : 'sha256'
  const key = bareKey(algorithm, jwk)
  const parts = new Map(
    tokens.map((token) => {
      const end = token.lastIndexOf('.')
      return [
        token,
        [Buffer.from(token.slice(0, end)), Buffer.from(token.slice(end + 1), 'base64url')] as const,
      ]
    }),
  )
  return (token) => {
    const [signed, signature] = parts.get(token) ?? []
    if (!signed || !signature || !verify(hash, signed, key, signature)) throw new Error('bad signature')
  }
}

function sallyport(
  { issuer }: TokenStage,
  options: { readonly verifiedTokensKept?: number } = {},
): Contestant {
  const arn = methodArn('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/pets')
  if (arn === undefined) throw new Error('arn: expected a method ARN, found another text')
  const call = { methodArn: arn, kind: 'token' } as const
  const clock = { now: () => Date.now() }
  const verifier = jwks({ issuer, audience, jwksUri: `${issuer}/jwks`, ...options }, { clock })
  return async (token) => {
    const { outcome } = await verifier.verify(token, call)
    if (outcome !== 'verified') throw new Error('refused')
  }
}

function fastJwt({ algorithm, issuer, key }: TokenStage): Contestant {
  const pem = key.export({ type: 'spki', format: 'pem' })
  return createVerifier({
    key: pem,
    algorithms: [algorithm],
    allowedIss: issuer,
    allowedAud: audience,
    cache: false,
  })
}

function awsJwtVerify({ issuer, jwk }: TokenStage): Contestant {
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/jwks` })
  verifier.cacheJwks({ keys: [jwk as never] })
  return (token) => verifier.verifySync(token)
}

function jsonWebToken({ issuer, key }: TokenStage, algorithm: 'RS256' | 'PS256' | 'ES256'): Contestant {
  const pem = key.export({ type: 'spki', format: 'pem' })
  return (token) => jsonwebtoken.verify(token, pem, { algorithms: [algorithm], issuer, audience })
}

function jose({ algorithm, issuer, jwk }: TokenStage): Contestant {
  const keys = createLocalJWKSet({ keys: [jwk] })
  const options = { issuer, audience, algorithms: [algorithm], typ: 'at+jwt' }
  return (token) => jwtVerify(token, keys, options)
}
