import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const codepipelineBehaviours = [
  {
    id: 'codepipeline-missing',
    statement: 'A pipeline nobody made is `PipelineNotFoundException`',
    evidence: 'documented',
    source: 'CodePipeline API reference',
  },
  {
    id: 'codepipeline-structure',
    statement: 'GetPipeline answers stages, actions, their types and configurations, and metadata',
    evidence: 'documented',
    source: 'CodePipeline API reference, GetPipeline',
  },
  {
    id: 'codepipeline-version',
    statement: 'A version other than the current 1 is `PipelineVersionNotFoundException`',
    evidence: 'assumed',
    source: 'versions are not kept',
  },
  {
    id: 'codepipeline-token-once',
    statement: 'The same `clientRequestToken` answers the same execution and starts nothing',
    evidence: 'assumed',
    source: 'idempotency is documented, what a repeat answers and for how long is not',
  },
  {
    id: 'codepipeline-token-wins',
    statement: 'A token used before answers its execution, whatever else is asked for now',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'codepipeline-token-per-pipeline',
    statement: 'A token is remembered for each pipeline by itself',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'codepipeline-variables-declared',
    statement: 'A variable the pipeline does not declare is a `ValidationException`',
    evidence: 'documented',
    source: 'CodePipeline user guide, Variables: pipeline-level variables',
  },
  {
    id: 'codepipeline-variables-needed',
    statement: 'A declared variable without a default needs a value',
    evidence: 'assumed',
    source: 'nobody says with which exception',
  },
  {
    id: 'codepipeline-override-action',
    statement: 'An override for an action the pipeline does not have is a `ValidationException`',
    evidence: 'assumed',
    source: 'nobody says with which exception',
  },
  {
    id: 'codepipeline-override-type',
    statement: '`COMMIT_ID` is for CodeCommit and connections, `IMAGE_DIGEST` for ECR, `S3_*` for S3',
    evidence: 'documented',
    source: 'CodePipeline user guide, Source revision overrides',
  },
  {
    id: 'codepipeline-override-key',
    statement: '`S3_OBJECT_KEY` needs `AllowOverrideForS3ObjectKey` on the action',
    evidence: 'documented',
    source: 'CodePipeline user guide, Source revision overrides',
  },
  {
    id: 'codepipeline-override-once',
    statement: 'The same override twice is a `ValidationException`',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'codepipeline-override-unresolved',
    statement: 'A start does not ask whether the revision exists',
    evidence: 'assumed',
    source: 'documented that a commit’s branch is not checked',
  },
  {
    id: 'codepipeline-v1-unpinned',
    statement: 'A V1 pipeline takes neither overrides nor variables: `ValidationException`',
    evidence: 'assumed',
    source: 'variables are documented for V2; overrides are not said',
  },
  {
    id: 'codepipeline-limit',
    statement: 'More than 50 executions under way are `ConcurrentPipelineExecutionsLimitExceededException`',
    evidence: 'reported',
    source: 'floci’s documentation, as on AWS',
  },
  {
    id: 'codepipeline-busy',
    statement: 'A pipeline busy with something else is `ConflictException`, at the asking of a test',
    evidence: 'documented',
    source: 'CodePipeline API reference, StartPipelineExecution',
  },
  {
    id: 'codepipeline-executions',
    statement: 'ListPipelineExecutions lists the newest first, in pages',
    evidence: 'documented',
    source: 'CodePipeline API reference, ListPipelineExecutions',
  },
  {
    id: 'codepipeline-execution',
    statement:
      'GetPipelineExecution answers status, revisions and resolved variables, or `PipelineExecutionNotFoundException`',
    evidence: 'documented',
    source: 'CodePipeline API reference, GetPipelineExecution',
  },
  {
    id: 'codepipeline-next-token',
    statement: 'A token of another question is `InvalidNextTokenException`',
    evidence: 'documented',
    source: 'CodePipeline API reference; that a token is bound to its question is assumed',
  },
  {
    id: 'codepipeline-pipelines',
    statement: 'ListPipelines lists names, types and modes, in pages',
    evidence: 'documented',
    source: 'CodePipeline API reference, ListPipelines',
  },
] as const satisfies readonly Behaviour[]
