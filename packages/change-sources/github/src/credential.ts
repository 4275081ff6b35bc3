import type { GitHubSettings } from './github-options.ts'
import { type Exchange, installationTokens } from './installation-tokens.ts'

/** What requests are made with. */
export interface Credential {
  /** Who shares it, and with it a rate limit: repositories of one owner, or all. */
  readonly scopeOf: (repository: string) => string
  /** The header `authorization`; nothing for nobody in particular. */
  readonly headerFor: (repository: string) => Promise<string | undefined>
  /** A header that was refused is not to be given again. @returns whether another may be had */
  readonly forget: () => 'another' | 'none'
}

/** @param now milliseconds since the epoch */
export function credentialIn(
  { token, app }: GitHubSettings,
  exchange: Exchange,
  now: () => number,
): Credential {
  if (app !== undefined) return installationTokens(app, exchange, now)
  const header = token === undefined ? undefined : `Bearer ${token}`
  return { scopeOf: () => 'all', headerFor: async () => header, forget: () => 'none' }
}
