import type { Behaviour } from '@sallyport/simulation'
import { answerBehaviours } from './behaviours/answer.ts'
import { identityBehaviours } from './behaviours/identity.ts'
import { policyBehaviours } from './behaviours/policy.ts'
import { responseBehaviours } from './behaviours/response.ts'

const all = [...identityBehaviours, ...answerBehaviours, ...policyBehaviours, ...responseBehaviours] as const

/** The name of a behaviour, as traces and tests use it. */
export type BehaviourId = (typeof all)[number]['id']

/** Everything the simulator claims. None of it was tried in an AWS account by us. */
export const behaviours: readonly (Behaviour & { readonly id: BehaviourId })[] = all
