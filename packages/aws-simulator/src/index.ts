export type { Behaviour } from '@sallyport/simulation'
export { type AwsSimulator, type AwsSimulatorOptions, awsSimulator } from './aws-simulator.ts'
export { type BehaviourId, behaviours } from './behaviour.ts'
export type {
  Execution,
  ExecutionEnd,
  ExecutionStatus,
  OnStarted,
  SourceRevision,
} from './codepipeline/execution.ts'
export type { DeclaredVariable, PipelineDefinition, SourceAction } from './codepipeline/pipeline.ts'
export type { ImageBuild } from './ecr/build.ts'
export type { ImageAction } from './ecr/image-action.ts'
export type { Images } from './ecr/images.ts'
export type { Buckets } from './s3/buckets.ts'
export type { ObjectCreated } from './s3/object-created.ts'
export type { Fault, FaultKind, Faults } from './wire/faults.ts'
export type { Call } from './wire/operation.ts'
