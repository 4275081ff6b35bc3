/** A pipeline as whoever runs the simulator writes it: what decides about starts, no more. */
export interface PipelineDefinition {
  readonly name: string
  /** Defaults to `V2`. */
  readonly pipelineType?: 'V1' | 'V2'
  /** Defaults to `SUPERSEDED`. */
  readonly executionMode?: 'SUPERSEDED' | 'QUEUED' | 'PARALLEL'
  readonly sources: readonly SourceAction[]
  readonly variables?: readonly DeclaredVariable[]
}

export interface SourceAction {
  readonly actionName: string
  readonly provider: 'CodeCommit' | 'S3' | 'ECR' | 'CodeStarSourceConnection'
  readonly configuration: Readonly<Record<string, string>>
}

export interface DeclaredVariable {
  readonly name: string
  /** Without one, every start has to give a value. */
  readonly defaultValue?: string
}

/** A pipeline in the simulator. */
export interface Pipeline {
  readonly definition: PipelineDefinition
  /** Seconds since the Unix epoch. */
  readonly created: number
}

export const typeOf = ({ definition }: Pipeline) => definition.pipelineType ?? 'V2'

export const modeOf = ({ definition }: Pipeline) => definition.executionMode ?? 'SUPERSEDED'

/** `PipelineDeclaration` of CodePipeline's model: the sources, and a stage that builds. */
export function declarationOf(pipeline: Pipeline, accountId: string): object {
  const { name, sources, variables = [] } = pipeline.definition
  return {
    name,
    roleArn: `arn:aws:iam::${accountId}:role/codepipeline`,
    artifactStore: { type: 'S3', location: 'codepipeline-artefacts' },
    stages: [
      { name: 'Source', actions: sources.map(sourceAction) },
      { name: 'Build', actions: [buildAction(sources.length === 0 ? [] : [artefact(0)])] },
    ],
    version: 1,
    executionMode: modeOf(pipeline),
    pipelineType: typeOf(pipeline),
    ...(variables.length === 0 ? {} : { variables }),
  }
}

const artefact = (index: number) => ({ name: `Source_${index}` })

const sourceAction = ({ actionName, provider, configuration }: SourceAction, index: number) => ({
  name: actionName,
  actionTypeId: { category: 'Source', owner: 'AWS', provider, version: '1' },
  runOrder: 1,
  configuration,
  outputArtifacts: [artefact(index)],
  inputArtifacts: [],
})

const buildAction = (inputArtifacts: readonly object[]) => ({
  name: 'Build',
  actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
  runOrder: 1,
  configuration: { ProjectName: 'build' },
  outputArtifacts: [],
  inputArtifacts,
})
