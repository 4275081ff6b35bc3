import type { Answer, Asked, Operation } from '../wire/operation.ts'
import { GitHubRefusal, notFound } from '../wire/refusal.ts'
import type { AppRegistration, Credentials } from './credential.ts'
import { type Repositories, repositoryIn } from './repository.ts'

const readsOnly: Readonly<Record<string, string>> = { contents: 'read', metadata: 'read' }

/** What a GitHub App asks as itself, with its JWT. */
export const appOperations = (repositories: Repositories, credentials: Credentials): readonly Operation[] => [
  {
    id: 'apps/get-repo-installation',
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/installation',
    by: 'app',
    async answer(asked) {
      const { installations, permissions = readsOnly } = appIn(asked)
      const { name } = repositoryIn(repositories, asked)
      const found = Object.entries(installations).find(([, names]) => names.includes(name))
      if (found === undefined) throw notFound()
      return { body: { id: Number(found[0]), app_id: 1, target_type: 'Organization', permissions } }
    },
  },
  {
    id: 'apps/create-installation-access-token',
    method: 'POST',
    pattern: '/app/installations/{installation_id}/access_tokens',
    by: 'app',
    answer: async (asked) => issued(asked, credentials),
  },
]

function appIn({ viewer }: Asked): AppRegistration {
  if (viewer.kind !== 'app') throw notFound()
  return viewer.app
}

function issued(asked: Asked, credentials: Credentials): Answer {
  const { installations, permissions: granted = readsOnly } = appIn(asked)
  const id = asked.parameters['installation_id'] ?? ''
  const repositories = Object.hasOwn(installations, id) ? installations[id] : undefined
  if (repositories === undefined) throw notFound()
  const { permissions = granted } = asked.body as { readonly permissions?: Readonly<Record<string, string>> }
  const isGranted = Object.entries(permissions).every(([name, level]) =>
    [level, 'write'].includes(granted[name] ?? ''),
  )
  if (!isGranted)
    throw new GitHubRefusal(422, 'The permissions requested are not granted to this installation.')
  const { token, expiresAt } = credentials.issue({ repositories })
  return {
    status: 201,
    body: { token, expires_at: expiresAt, permissions, repository_selection: 'selected' },
  }
}
