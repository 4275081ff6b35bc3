import { sign } from 'node:crypto'
import type { AppSettings } from './github-options.ts'

/**
 * The JWT by which a GitHub App speaks for itself (RS256). It is told to be older and shorter than it is,
 * since GitHub refuses what comes from its future or ends more than ten minutes ahead.
 *
 * Source: GitHub docs, "Generating a JSON Web Token (JWT) for a GitHub App".
 * @param now milliseconds since the epoch
 */
export function appToken({ id, key }: Pick<AppSettings, 'id' | 'key'>, now: number): string {
  const seconds = Math.floor(now / 1000)
  const claims = { iat: seconds - 60, exp: seconds + 9 * 60, iss: id }
  const signed = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
