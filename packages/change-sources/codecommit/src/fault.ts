import { SourceRefused } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'

/** What CodeCommit does not have. */
export type Absence = 'no_such_branch' | 'no_such_commit' | 'no_merge_base'

/** By the `name` of the SDK's error, which is the exception's in the service model. */
const absences: ReadonlyMap<string, Absence> = new Map([
  ['BranchDoesNotExistException', 'no_such_branch'],
  ['InvalidBranchNameException', 'no_such_branch'],
  ['CommitDoesNotExistException', 'no_such_commit'],
  ['CommitIdDoesNotExistException', 'no_such_commit'],
  ['InvalidCommitException', 'no_such_commit'],
  ['InvalidCommitIdException', 'no_such_commit'],
  ['InvalidSourceCommitSpecifierException', 'no_such_commit'],
  ['InvalidDestinationCommitSpecifierException', 'no_such_commit'],
  ['MaximumItemsToCompareExceededException', 'no_merge_base'],
  ['TipsDivergenceExceededException', 'no_merge_base'],
])

const refusals: ReadonlyMap<string, SourceRefused['reason']> = new Map([
  ['RepositoryDoesNotExistException', 'repository_missing'],
  ['InvalidRepositoryNameException', 'repository_missing'],
  ['AccessDeniedException', 'access_denied'],
  ['EncryptionKeyAccessDeniedException', 'access_denied'],
  ['EncryptionKeyDisabledException', 'access_denied'],
  ['EncryptionKeyNotFoundException', 'access_denied'],
])

export const absenceIn = (error: unknown): Absence | undefined => absences.get(factsOf(error).name)

/**
 * Whether the same question may get an answer later. Throttling is not in the service model and comes
 * under several names and statuses; no status at all is a connection that broke, and nothing here
 * writes, so it may be asked again.
 */
export function mayPass(error: unknown): boolean {
  const { name, status } = factsOf(error)
  if (absences.has(name) || refusals.has(name)) return false
  if (/Throttl|TooManyRequests|RequestLimitExceeded|EncryptionKeyUnavailable/i.test(name)) return true
  return status === undefined || status === 429 || status >= 500
}

/**
 * A merge base is a help and no need: who may not ask for one, or whose endpoint does not know the
 * question, does without.
 *
 * @throws UpstreamUnavailable when it may be had later
 */
export function unlessItMayPass(failure: unknown): undefined {
  if (failure instanceof Error && !mayPass(failure.cause)) return undefined
  throw failure
}

/** What is thrown for an error that is no answer. */
export function failureFrom(error: unknown, repository: string): Error {
  const { name } = factsOf(error)
  const source = `codecommit:${repository}`
  const reason = refusals.get(name)
  if (reason !== undefined) return new SourceRefused(source, reason, { cause: error })
  return new UpstreamUnavailable(source, { cause: error, found: name })
}

function factsOf(error: unknown): { readonly name: string; readonly status: number | undefined } {
  const { $metadata, code } = membersOf(error)
  const { httpStatusCode } = membersOf($metadata)
  const name = error instanceof Error ? error.name : 'an unknown error'
  if (typeof httpStatusCode === 'number') return { name, status: httpStatusCode }
  // Of a connection the system's word, such as ECONNREFUSED: its errors have no name of their own.
  return { name: typeof code === 'string' ? code : name, status: undefined }
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
