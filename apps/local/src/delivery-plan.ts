import { readFile } from 'node:fs/promises'
import type { PipelineDefinition } from '@sallyport/aws-simulator'
import { type Rule, type RuleSource, rulesFromText } from '@sallyport/delivery/rules'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { digest } from '@sallyport/trigger'

/** What has to be there for rules to be tried: the places they name, and their pipelines. */
export interface DeliveryPlan {
  readonly pipelines: readonly PipelineDefinition[]
  /** Names of CodeCommit repositories. */
  readonly codecommit: readonly string[]
  /** `owner/name`, on GitHub. */
  readonly github: readonly string[]
  readonly objects: readonly { readonly bucket: string; readonly key: string }[]
  /** Image repositories. */
  readonly images: readonly string[]
}

/** Where changes come from under rules that leave it to the events, as those of the AWS article do. */
const sampleRepositoryName = 'sample'

/**
 * Reads rules for what they need around them.
 *
 * @throws ConfigurationInvalid when they cannot be used
 */
export async function deliveryPlan(path: string): Promise<DeliveryPlan> {
  const content = await readFile(path, 'utf8').catch(() => {
    const found = `${JSON.stringify(path)}, which cannot be read`
    throw new ConfigurationInvalid([{ severity: 'fault', path: ['rules'], expected: 'a file', found }])
  })
  const read = rulesFromText(content, { digest })
  if (read.outcome === 'bad') throw new ConfigurationInvalid(read.issues)
  const { all, sources } = read.value
  const named = sources === 'every' ? [anything] : sources
  const repositories = (kind: string) => [
    ...new Set(named.flatMap((source) => (source.kind === kind ? source.repository : []))),
  ]
  return {
    pipelines: all.map(pipelineOf),
    codecommit: repositories('codecommit'),
    github: repositories('github'),
    objects: named.flatMap(({ repository, key }) => (key === undefined ? [] : { bucket: repository, key })),
    images: repositories('ecr'),
  }
}

type Named = Pick<RuleSource, 'kind' | 'repository' | 'key'>

const anything: Named = { kind: 'codecommit', repository: sampleRepositoryName }

function pipelineOf({ pipeline, sources }: Rule): PipelineDefinition {
  const named: readonly Named[] = sources === 'every' ? [anything] : sources
  return {
    name: pipeline,
    sources: named.map((source, at) => ({
      actionName: named.length === 1 ? 'Source' : `Source-${at + 1}`,
      ...actionOf(source),
    })),
  }
}

function actionOf({
  kind,
  repository,
  key = '',
}: Named): Omit<PipelineDefinition['sources'][number], 'actionName'> {
  if (kind === 's3') {
    const configuration = { S3Bucket: repository, S3ObjectKey: key, PollForSourceChanges: 'false' }
    return { provider: 'S3', configuration }
  }
  if (kind === 'ecr') return { provider: 'ECR', configuration: { RepositoryName: repository } }
  if (kind === 'github')
    return {
      provider: 'CodeStarSourceConnection',
      configuration: { FullRepositoryId: repository, BranchName: 'main', DetectChanges: 'false' },
    }
  return {
    provider: 'CodeCommit',
    configuration: { RepositoryName: repository, BranchName: 'main', PollForSourceChanges: 'false' },
  }
}
