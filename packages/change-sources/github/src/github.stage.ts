import type { RepositoryStage, SourceFault } from '@sallyport/delivery/contracts'
import {
  type GitHubSimulator,
  type GitHubSimulatorOptions,
  githubSimulator,
} from '@sallyport/github-simulator'
import { type Repository, repository } from '@sallyport/simulation/stages'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { GitHubOptions } from './github-options.ts'
import { github } from './github.ts'

export interface GitHubStage extends RepositoryStage {
  readonly simulator: GitHubSimulator
  readonly repository: Repository
  /** How long was waited between attempts, in milliseconds. */
  readonly pauses: readonly number[]
  /** Moves the clock of both sides. */
  readonly pass: (milliseconds: number) => void
  readonly close: () => Promise<void>
}

export interface Setting {
  readonly options?: GitHubOptions
  readonly simulated?: Omit<GitHubSimulatorOptions, 'repositories'>
  /** Of the API. */
  readonly path?: string
}

/** A repository `acme/shop` on a simulated GitHub, and the adapter before it. */
export async function githubStage({ options, simulated, path = '' }: Setting = {}): Promise<GitHubStage> {
  const shop = await repository('shop')
  let passed = 0
  const now = () => Date.now() + passed
  const simulator = await githubSimulator({ ...simulated, repositories: { 'acme/shop': shop.path }, now })
  const pauses: number[] = []
  const pass = (milliseconds: number) => {
    passed += milliseconds
  }
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds)
    pass(milliseconds)
  }
  const { land, rewrite, point, removeRef } = shop
  return {
    land,
    rewrite,
    point,
    removeRef,
    simulator,
    pauses,
    pass,
    repository: shop,
    source: github({ apiUrl: `${simulator.url}${path}`, attempts: 3, ...options }, { pause, now }),
    origin: { kind: 'github', repository: 'acme/shop', ref: 'refs/heads/main' },
    event: webhookEvent,
    befall: async (fault) => befall(simulator, fault),
    forget: async () => {
      await shop.run(['repack', '-a', '-d', '--quiet'])
      await shop.run(['prune', '--expire=now'])
      return 'forgotten'
    },
    close: async () => {
      await simulator.close()
      await rm(dirname(shop.path), { recursive: true })
    },
  }
}

function befall(simulator: GitHubSimulator, fault: SourceFault): void {
  if (fault === 'gone') {
    simulator.repositories.delete('acme/shop')
    return
  }
  // The files of a comparison are its first page, the trees what comes after.
  const times = fault === 'busy' ? 1000 : 1
  simulator.faults.next({ operation: 'git/get-tree', kind: 'secondary', seconds: 1, times })
}

export const zeros = '0'.repeat(40)

/** The event as the entrance makes it of a webhook; a push tells of every one that moves a ref. */
export const webhookEvent: RepositoryStage['event'] = ({ happened, ref, from, to }) => ({
  source: 'github.com',
  'detail-type': 'push',
  detail: {
    ref,
    before: from ?? zeros,
    after: to ?? zeros,
    created: happened === 'created',
    deleted: happened === 'deleted',
    forced: false,
    base_ref: null,
    repository: { id: 1, name: 'shop', full_name: 'acme/shop', default_branch: 'main', private: true },
    sender: { login: 'octocat', id: 1, type: 'User' },
  },
})
