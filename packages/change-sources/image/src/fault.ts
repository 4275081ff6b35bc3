import { SourceRefused } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'

/** By the `name` of the SDK's error, which is the exception's in the service model. */
const refusals: ReadonlyMap<string, SourceRefused['reason']> = new Map([
  ['RepositoryNotFoundException', 'repository_missing'],
  ['AccessDeniedException', 'access_denied'],
])

/** Whether ECR does not have the image that it was asked for by name. */
export const isAbsence = (error: unknown): boolean => factsOf(error).name === 'ImageNotFoundException'

/**
 * Whether the same question may get an answer later. Throttling is not in the service model and comes
 * under several names and statuses; no status at all is a connection that broke, and nothing here
 * writes, so it may be asked again.
 */
export function mayPass(error: unknown): boolean {
  const { name, status } = factsOf(error)
  if (isAbsence(error) || refusals.has(name)) return false
  if (/Throttl|TooManyRequests|LimitExceeded|UnableToGetUpstream/i.test(name)) return true
  return status === undefined || status === 429 || status >= 500
}

/** What is thrown for an error that is no answer. */
export function failureFrom(error: unknown, source: string): Error {
  const { name } = factsOf(error)
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
