import { AwsRefusal } from '../wire/refusal.ts'
import type { RevisionType, SourceRevision } from './execution.ts'
import type { Pipeline, SourceAction } from './pipeline.ts'

const fitting: Readonly<Record<SourceAction['provider'], readonly RevisionType[]>> = {
  CodeCommit: ['COMMIT_ID'],
  CodeStarSourceConnection: ['COMMIT_ID'],
  ECR: ['IMAGE_DIGEST'],
  S3: ['S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY'],
}

/**
 * Whether overrides can be meant for a pipeline. Whether the revision exists is found out by the
 * source action, after the start.
 *
 * Source: CodePipeline user guide, "Start a pipeline with a source revision override".
 * @throws AwsRefusal ValidationException
 */
export function checkRevisions({ definition }: Pipeline, revisions: readonly SourceRevision[]): void {
  const keys = new Set(revisions.map(({ actionName, revisionType }) => `${actionName} ${revisionType}`))
  if (keys.size < revisions.length) throw invalid('A source action is overridden more than once')
  for (const { actionName, revisionType } of revisions) {
    const action = definition.sources.find((source) => source.actionName === actionName)
    if (action === undefined)
      throw invalid(`Source action ${actionName} does not exist in pipeline ${definition.name}`)
    if (!fitting[action.provider].includes(revisionType))
      throw invalid(
        `Revision type ${revisionType} is not valid for source action ${actionName} of ${action.provider}`,
      )
    if (revisionType === 'S3_OBJECT_KEY' && action.configuration['AllowOverrideForS3ObjectKey'] !== 'true')
      throw invalid(`Source action ${actionName} does not allow its object key to be overridden`)
  }
}

const invalid = (message: string) => new AwsRefusal('ValidationException', message)
