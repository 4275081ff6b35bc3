import { text } from 'node:stream/consumers'
import { UsageError } from './exit.ts'
import { contentOf } from './source.ts'
import { tell } from './terminal.ts'

/** Where a token is to be read from: never an option's own value, which every process can see. */
export interface TokenPlace {
  readonly tokenFile?: string
  readonly tokenEnv?: string
}

/**
 * Reads the token, or nothing where there is none, which is a caller too.
 *
 * @param recorded the one of an event, if none comes from elsewhere
 * @throws UsageError when the place that was named has none
 */
export async function tokenFrom(place: TokenPlace, recorded?: string): Promise<string | undefined> {
  const { tokenFile, tokenEnv } = place
  if (tokenFile !== undefined && tokenEnv !== undefined)
    throw new UsageError('token', 'one of --token-file and --token-env', 'both')
  if (tokenFile !== undefined) return trimmed(await contentOf(tokenFile))
  if (tokenEnv !== undefined) {
    const value = process.env[tokenEnv]
    if (value === undefined)
      throw new UsageError('--token-env', 'a variable that is set', 'none of that name')
    return trimmed(value)
  }
  if (process.stdin.isTTY && recorded !== undefined) return recorded
  if (process.stdin.isTTY) tell('token: paste it, then Enter and Ctrl-D')
  return trimmed(await text(process.stdin)) ?? recorded
}

const trimmed = (written: string) => written.trim() || undefined

/** As clients send it. What has a scheme, or is no single word, is sent as it is. */
export function authorizationHeader(token: string): string {
  return /\s/.test(token) ? token : `Bearer ${token}`
}
