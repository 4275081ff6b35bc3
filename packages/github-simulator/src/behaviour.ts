import type { Behaviour } from '@sallyport/simulation'
import { appBehaviours } from './behaviours/app.ts'
import { repositoryBehaviours } from './behaviours/repository.ts'
import { wireBehaviours } from './behaviours/wire.ts'

const all = [...wireBehaviours, ...repositoryBehaviours, ...appBehaviours] as const

/** The name of a behaviour, as tests use it. */
export type BehaviourId = (typeof all)[number]['id']

/** Everything the simulator claims. None of it was tried against GitHub by us. */
export const behaviours: readonly (Behaviour & { readonly id: BehaviourId })[] = all
