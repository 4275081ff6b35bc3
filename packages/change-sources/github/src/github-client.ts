import { Octokit } from '@octokit/rest'

/** An answer as it comes; its body is not read yet. */
export interface Reply {
  readonly headers: Readonly<Record<string, string | number | undefined>>
  readonly data: unknown
}

/** What every request carries. */
export interface Sent {
  readonly owner: string
  readonly repo: string
  readonly headers: Record<string, string>
  readonly request: {
    readonly signal: AbortSignal
    /**
     * Octokit takes an answer that breaks off for an empty one, and reads integers of any size, which for a
     * large tree takes 15 times as long and 5 times the memory. The body is read in `answer-body.ts`.
     */
    readonly parseSuccessResponseBody: false
  }
}

/** The operations a change source asks for. The only file that knows Octokit, so that it can be loaded late. */
export function githubClient(apiUrl: string) {
  const { rest } = new Octokit({ baseUrl: apiUrl, userAgent: 'sallyport', log: silent })
  return {
    repository: (sent: Sent): Promise<Reply> => rest.repos.get({ ...sent }),
    ref: (sent: Sent, ref: string): Promise<Reply> => rest.git.getRef({ ...sent, ref }),
    tag: (sent: Sent, sha: string): Promise<Reply> => rest.git.getTag({ ...sent, tag_sha: sha }),
    commit: (sent: Sent, sha: string): Promise<Reply> => rest.git.getCommit({ ...sent, commit_sha: sha }),
    tree: (sent: Sent, sha: string, depth: 'one_level' | 'all'): Promise<Reply> =>
      rest.git.getTree({ ...sent, tree_sha: sha, ...(depth === 'all' && { recursive: '1' }) }),
    // One commit is enough; the files are all on the first page, whatever its size.
    comparison: (sent: Sent, basehead: string): Promise<Reply> =>
      rest.repos.compareCommitsWithBasehead({ ...sent, basehead, per_page: 1, page: 1 }),
    branches: (sent: Sent, page: number): Promise<Reply> =>
      rest.repos.listBranches({ ...sent, page, per_page: 100 }),
    tags: (sent: Sent, page: number): Promise<Reply> => rest.repos.listTags({ ...sent, page, per_page: 100 }),
    installation: (sent: Sent): Promise<Reply> => rest.apps.getRepoInstallation({ ...sent }),
    accessToken: ({ headers, request }: Sent, installation: string): Promise<Reply> =>
      rest.apps.createInstallationAccessToken({
        headers,
        request,
        installation_id: Number(installation),
        permissions: { contents: 'read', metadata: 'read' },
      }),
  }
}

export type GitHub = ReturnType<typeof githubClient>

const nothing = () => undefined

/** Octokit tells every refused request to the console; what is refused is an answer here. */
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }
