import { appOperations } from './api/app.ts'
import { commitOperations } from './api/commits.ts'
import { comparisonOperation } from './api/comparison.ts'
import { type AppRegistration, credentials } from './api/credential.ts'
import { referenceOperations } from './api/references.ts'
import { describeRepository, repositoryIn } from './api/repository.ts'
import { treeOperation, type TreeLimits } from './api/trees.ts'
import { endpoint } from './wire/endpoint.ts'
import type { Call } from './wire/exchange.ts'
import { faultQueue, type Faults } from './wire/faults.ts'
import type { Operation } from './wire/operation.ts'
import { rateLimit } from './wire/rate-limit.ts'

export interface GitHubSimulatorOptions {
  /** Names such as `acme/shop`, and the git repository (bare or not) each is. */
  readonly repositories?: Readonly<Record<string, string>>
  /** Defaults to 0: any free port. */
  readonly port?: number
  /** Tokens, and the repositories that each may see. Without tokens and App, everybody sees everything. */
  readonly tokens?: Readonly<Record<string, readonly string[] | 'every'>>
  readonly app?: AppRegistration
  /** Requests in an hour. Defaults to 5,000. */
  readonly requestsPerHour?: number
  /** Of an answer with a tree. Defaults to 100,000 entries and 7 MB. */
  readonly treeLimits?: Partial<TreeLimits>
  /** Milliseconds since the epoch. Defaults to the machine's clock. */
  readonly now?: () => number
}

export interface GitHubSimulator {
  /** `http://127.0.0.1:49152`: GitHub.com's API; an Enterprise Server's is at `/api/v3` below it. */
  readonly url: string
  /** Every call that some operation is for, in order, failed ones too. */
  readonly calls: readonly Call[]
  readonly faults: Faults
  /** Names and directories; may be changed while it runs. */
  readonly repositories: Map<string, string>
  /** Ends every installation token, as if an hour had passed. */
  readonly revokeTokens: () => void
  /** Ends every connection at once. */
  readonly close: () => Promise<void>
}

/**
 * Starts GitHub on the loopback: the part of its REST API that reads repositories, over git repositories on
 * this machine.
 *
 * @throws ConfigurationInvalid if the port is taken
 */
export async function githubSimulator(options: GitHubSimulatorOptions = {}): Promise<GitHubSimulator> {
  const { now = Date.now, requestsPerHour = 5000, tokens, app } = options
  const limits = { entries: 100_000, bytes: 7 * 1024 * 1024, ...options.treeLimits }
  const repositories = new Map(Object.entries(options.repositories ?? {}))
  const known = credentials({ tokens, app, now })
  const faults = faultQueue()
  const calls: Call[] = []
  const operations: readonly Operation[] = [
    {
      id: 'repos/get',
      method: 'GET',
      pattern: '/repos/{owner}/{repo}',
      by: 'reader',
      answer: async (asked) => describeRepository(repositoryIn(repositories, asked)),
    },
    ...referenceOperations(repositories),
    ...commitOperations(repositories),
    comparisonOperation(repositories),
    treeOperation(repositories, limits),
    ...appOperations(repositories, known),
  ]
  const desk = { operations, credentials: known, faults, limit: rateLimit(requestsPerHour, now) }
  const record = (call: Call) => void calls.push(call)
  const { url, close } = await endpoint({ ...desk, record }, options.port ?? 0)
  return { url, calls, faults, repositories, revokeTokens: known.revoke, close }
}
