import type { Revision } from '@sallyport/delivery'

/**
 * The revision in an EventBridge event `CodeCommit Repository State Change`; nothing for any other.
 *
 * Only the three events of a reference are ours. `unreferencedMergeCommitCreated` names no reference, and
 * pull requests are another detail-type: no branch moved. An event of ours whose reference or commit ids
 * are not what AWS documents is not recognised either, so that the entrance reports it as unsupported
 * instead of deciding on half of it.
 *
 * Source: AWS CodeCommit user guide, "Monitoring CodeCommit events in Amazon EventBridge".
 */
export function revisionIn(event: unknown): Revision | undefined {
  const { source, 'detail-type': detailType, detail } = membersOf(event)
  if (source !== 'aws.codecommit' || detailType !== 'CodeCommit Repository State Change') return undefined
  const { event: name, repositoryName, referenceFullName, commitId, oldCommitId } = membersOf(detail)
  const happened = typeof name === 'string' ? happenings.get(name) : undefined
  if (happened === undefined || !isRepositoryName(repositoryName) || !isRefName(referenceFullName))
    return undefined
  // Never from `referenceName`, and never its last step: `feature/x` is one name.
  const origin = { kind: 'codecommit', repository: repositoryName, ref: referenceFullName, happened } as const
  const from = oldCommitId === undefined ? {} : isCommitId(oldCommitId) ? { from: oldCommitId } : undefined
  if (from === undefined) return undefined
  if (happened === 'deleted') return { ...origin, ...from }
  return isCommitId(commitId) ? { ...origin, ...from, to: commitId } : undefined
}

const happenings: ReadonlyMap<string, Revision['happened']> = new Map([
  ['referenceCreated', 'created'],
  ['referenceUpdated', 'updated'],
  ['referenceDeleted', 'deleted'],
])

/** CodeCommit stores SHA-1 only; GetCommit takes nothing shorter than the full id. */
export const isCommitId = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{40}$/.test(text)

const isRepositoryName = (text: unknown): text is string =>
  typeof text === 'string' && /^[\w.-]{1,100}$/.test(text)

// By the rules of git-check-ref-format.
const forbidden = /[^!-~\u0080-\uffff]|[~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)|[/.]$/

const isRefName = (text: unknown): text is string =>
  typeof text === 'string' && /^refs\/(?:heads|tags)\/[^/.]/.test(text) && !forbidden.test(text)

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
