import { randomUUID } from 'node:crypto'
import type { ReferenceChange } from './reference-watch.ts'

export interface Place {
  readonly region: string
  readonly accountId: string
  readonly repository: string
}

/** `CodeCommit Repository State Change`, as EventBridge delivers it (AWS: "Monitoring CodeCommit events"). */
export function codecommitEvent(
  { ref, before, after }: ReferenceChange,
  { region, accountId, repository }: Place,
): object {
  const [, folder = 'heads', name = ref] = /^refs\/(heads|tags)\/(.*)$/s.exec(ref) ?? []
  const event =
    after === undefined ? 'referenceDeleted' : before === undefined ? 'referenceCreated' : 'referenceUpdated'
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'CodeCommit Repository State Change',
    source: 'aws.codecommit',
    account: accountId,
    time: new Date().toISOString().replace(/\.\d+/, ''),
    region,
    resources: [`arn:aws:codecommit:${region}:${accountId}:${repository}`],
    detail: {
      callerUserArn: `arn:aws:iam::${accountId}:user/laptop`,
      event,
      ...(after === undefined ? {} : { commitId: after }),
      ...(before === undefined ? {} : { oldCommitId: before }),
      referenceFullName: ref,
      referenceName: name,
      referenceType: folder === 'tags' ? 'tag' : 'branch',
      repositoryId: '17864529-72f2-4c4a-8a50-aa0a8e9a7b5f',
      repositoryName: repository,
    },
  }
}
