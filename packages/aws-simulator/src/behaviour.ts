import type { Behaviour } from '@sallyport/simulation'
import { codecommitBehaviours } from './behaviours/codecommit.ts'
import { codepipelineBehaviours } from './behaviours/codepipeline.ts'
import { ecrBehaviours } from './behaviours/ecr.ts'
import { s3Behaviours } from './behaviours/s3.ts'
import { s3ProtocolBehaviours } from './behaviours/s3-protocol.ts'
import { sqsBehaviours } from './behaviours/sqs.ts'
import { wireBehaviours } from './behaviours/wire.ts'

const all = [
  ...wireBehaviours,
  ...codecommitBehaviours,
  ...codepipelineBehaviours,
  ...ecrBehaviours,
  ...s3ProtocolBehaviours,
  ...s3Behaviours,
  ...sqsBehaviours,
] as const

/** The name of a behaviour, as tests use it. */
export type BehaviourId = (typeof all)[number]['id']

/** Everything the simulator claims. None of it was tried in an AWS account by us. */
export const behaviours: readonly (Behaviour & { readonly id: BehaviourId })[] = all
