import { type AwsSimulator, awsSimulator } from '@sallyport/aws-simulator'
import type { RepositoryStage, SourceFault } from '@sallyport/delivery/contracts'
import { type Repository, repository } from '@sallyport/simulation/stages'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codecommit } from './codecommit.ts'

export interface CodeCommitStage extends RepositoryStage {
  readonly simulator: AwsSimulator
  readonly repository: Repository
  /** How long was waited between attempts, in milliseconds. */
  readonly pauses: readonly number[]
  readonly close: () => Promise<void>
}

/** A repository `shop` in a simulated account, and the adapter before it. */
export async function codecommitStage(
  unreachableCommits: 'kept' | 'gone' = 'kept',
  attempts = 3,
): Promise<CodeCommitStage> {
  const shop = await repository('shop')
  const simulator = await awsSimulator({
    repositories: { shop: shop.path },
    pipelines: [],
    unreachableCommits,
  })
  const pauses: number[] = []
  const clientOptions = {
    region: 'eu-west-1',
    endpoint: simulator.url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  }
  const { land, rewrite, point, removeRef } = shop
  return {
    land,
    rewrite,
    point,
    removeRef,
    simulator,
    pauses,
    repository: shop,
    source: codecommit(
      { clientOptions, attempts },
      { pause: async (milliseconds) => void pauses.push(milliseconds) },
    ),
    origin: { kind: 'codecommit', repository: 'shop', ref: 'refs/heads/main' },
    event: stateChange,
    befall: async (fault) => befall(simulator, fault),
    forget: async () => (unreachableCommits === 'gone' ? 'forgotten' : 'kept'),
    close: async () => {
      await simulator.close()
      await rm(dirname(shop.path), { recursive: true })
    },
  }
}

function befall(simulator: AwsSimulator, fault: SourceFault): void {
  if (fault === 'gone') {
    simulator.repositories.delete('shop')
    return
  }
  const times = fault === 'busy' ? 1000 : 1
  simulator.faults.next({ operation: 'GetDifferences', kind: 'throttle', times, afterPage: 1 })
}

const names = { created: 'referenceCreated', updated: 'referenceUpdated', deleted: 'referenceDeleted' }

/** The event as EventBridge delivers it. */
export const stateChange: RepositoryStage['event'] = ({ happened, ref, from, to }) => ({
  version: '0',
  id: '01234567-EXAMPLE',
  'detail-type': 'CodeCommit Repository State Change',
  source: 'aws.codecommit',
  account: '111122223333',
  time: '2026-11-25T09:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:aws:codecommit:eu-west-1:111122223333:shop'],
  detail: {
    callerUserArn: 'arn:aws:iam::111122223333:user/example',
    event: names[happened],
    repositoryName: 'shop',
    repositoryId: '01234567-89ab-cdef',
    referenceType: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    referenceName: ref.split('/').slice(2).join('/'),
    referenceFullName: ref,
    ...(to !== undefined && { commitId: to }),
    ...(from !== undefined && { oldCommitId: from }),
  },
})
