import { SourceRefused } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { type Members, membersOf } from './answer-body.ts'
import { appToken } from './app-token.ts'
import type { Credential } from './credential.ts'
import { factsOf, failureFrom } from './fault.ts'
import type { AppSettings } from './github-options.ts'
import { kept } from './kept.ts'
import type { Read } from './question.ts'
import { repositoryParts } from './repository-name.ts'

/** Asks something as an App, and reads the answer. */
export type Exchange = (asked: {
  readonly repository: string
  /** As {@link Credential} has it. */
  readonly scope: string
  readonly authorization: string
  readonly read: Read
}) => Promise<unknown>

interface InstallationToken {
  readonly header: string
  /** Milliseconds since the epoch. */
  readonly ends: number
}

/** Installation tokens live for an hour; one is renewed before a question could outlast it. */
const renewedBeforeEnd = 5 * 60_000

/** Reads as the installations of a GitHub App: finds them, and makes out a token for each when it is needed. */
export function installationTokens(app: AppSettings, exchange: Exchange, now: () => number): Credential {
  const installations = kept<string>()
  const tokens = kept<InstallationToken>()
  const scopeOf = (repository: string) => repositoryParts(repository)?.owner.toLowerCase() ?? ''
  const asker = (repository: string): Asker => ({
    app,
    exchange,
    now,
    repository,
    scope: scopeOf(repository),
  })
  return {
    scopeOf,
    async headerFor(repository) {
      const installation =
        app.installation ??
        (await installations.get(repository.toLowerCase(), () => installationOf(asker(repository))))
      const mint = () =>
        tokenOf(asker(repository), installation).catch((failure: unknown) => {
          // The App may have been taken away, and installed again since.
          installations.clear()
          throw failure
        })
      const token = await tokens.get(installation, mint)
      if (now() < token.ends - renewedBeforeEnd) return token.header
      tokens.drop(installation, token)
      return (await tokens.get(installation, mint)).header
    },
    forget() {
      installations.clear()
      tokens.clear()
      return 'another'
    },
  }
}

interface Asker {
  readonly app: AppSettings
  readonly exchange: Exchange
  readonly now: () => number
  readonly repository: string
  readonly scope: string
}

async function installationOf(asker: Asker): Promise<string> {
  const { id } = await answerTo(asker, (github, sent) => github.installation(sent))
  if (typeof id === 'number') return String(id)
  throw new UpstreamUnavailable(`github:${asker.repository}`, { found: 'an installation without an id' })
}

async function tokenOf(asker: Asker, installation: string): Promise<InstallationToken> {
  const { token, expires_at: end } = await answerTo(asker, (github, sent) =>
    github.accessToken(sent, installation),
  )
  if (typeof token === 'string' && typeof end === 'string' && !Number.isNaN(Date.parse(end)))
    return { header: `Bearer ${token}`, ends: Date.parse(end) }
  throw new UpstreamUnavailable(`github:${asker.repository}`, {
    found: 'an installation token without an end',
  })
}

/** To an App, a repository where it is not installed does not exist; what it was not granted is 422. */
async function answerTo({ app, exchange, now, repository, scope }: Asker, read: Read): Promise<Members> {
  try {
    const authorization = `Bearer ${appToken(app, now())}`
    return membersOf(await exchange({ repository, scope, authorization, read }))
  } catch (error) {
    throw factsOf(error).status === 422
      ? new SourceRefused(`github:${repository}`, 'access_denied', { cause: error })
      : failureFrom(error, repository, now())
  }
}
