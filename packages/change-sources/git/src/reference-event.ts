import type { Revision } from '@sallyport/delivery'
import { isObjectName, isZero } from './object-name.ts'
import { isRefName } from './ref-name.ts'

/**
 * What a `post-receive` hook tells of one ref (githooks(5): old name, new name, ref), in the envelope of
 * EventBridge. `before` of a new ref and `after` of a deleted one are all zeros.
 */
export interface ReferenceEvent {
  readonly source: 'git'
  readonly 'detail-type': 'Git Reference Update'
  readonly detail: {
    readonly repository: string
    readonly ref: string
    readonly before: string
    readonly after: string
  }
}

/** The revision an event tells of; nothing for another repository's, another kind's or a garbled one. */
export function revisionIn(event: unknown, repository: string): Revision | undefined {
  const { source, 'detail-type': detailType, detail } = membersOf(event)
  if (source !== 'git' || detailType !== 'Git Reference Update') return undefined
  const { repository: told, ref, before, after } = membersOf(detail)
  if (told !== repository || !isRefName(ref)) return undefined
  if (!isObjectName(before) || !isObjectName(after)) return undefined
  const origin = { kind: 'git', repository, ref } as const
  if (isZero(after)) return isZero(before) ? undefined : { ...origin, happened: 'deleted', from: before }
  if (isZero(before)) return { ...origin, happened: 'created', to: after }
  return { ...origin, happened: 'updated', from: before, to: after }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
