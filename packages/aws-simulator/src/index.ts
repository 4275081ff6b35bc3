export { type AwsSimulator, type AwsSimulatorOptions, awsSimulator } from './aws-simulator.ts'
export { type Behaviour, type BehaviourId, behaviours, behaviourTable } from './behaviour.ts'
export type {
  Execution,
  ExecutionEnd,
  ExecutionStatus,
  OnStarted,
  SourceRevision,
} from './codepipeline/execution.ts'
export type { DeclaredVariable, PipelineDefinition, SourceAction } from './codepipeline/pipeline.ts'
export type { Fault, FaultKind, Faults } from './wire/faults.ts'
export type { Call } from './wire/operation.ts'
