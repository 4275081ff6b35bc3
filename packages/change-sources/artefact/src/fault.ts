import { SourceRefused } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'

/** What S3 does not have, or does not give now: archived is in Glacier, empty has no bytes to ask for. */
export type Absence = 'no_such_object' | 'changed' | 'archived' | 'empty'

/** By the `name` of the SDK's error, which is the code of S3's. A bad version id is an InvalidArgument. */
const absences: ReadonlyMap<string, Absence> = new Map([
  ['NoSuchKey', 'no_such_object'],
  ['NoSuchVersion', 'no_such_object'],
  ['NotFound', 'no_such_object'],
  ['MethodNotAllowed', 'no_such_object'],
  ['InvalidArgument', 'no_such_object'],
  ['PreconditionFailed', 'changed'],
  ['InvalidObjectState', 'archived'],
  ['InvalidRange', 'empty'],
])

const refusals: ReadonlyMap<string, SourceRefused['reason']> = new Map([
  ['NoSuchBucket', 'repository_missing'],
  ['InvalidBucketName', 'repository_missing'],
  ['PermanentRedirect', 'repository_missing'],
  ['AccessDenied', 'access_denied'],
  ['AllAccessDisabled', 'access_denied'],
  // Asked for without the key of the customer's own that it is encrypted with.
  ['InvalidRequest', 'access_denied'],
])

/** The credentials' own trouble, which is a 403 too, and passes. */
const ofCredentials =
  /^(?:ExpiredToken|InvalidAccessKeyId|InvalidToken|RequestTimeTooSkewed|SignatureDoesNotMatch)/

export const absenceIn = (error: unknown): Absence | undefined => absences.get(factsOf(error).name)

function refusalIn(error: unknown): SourceRefused['reason'] | undefined {
  const { name, status } = factsOf(error)
  if (name.startsWith('KMS.')) return 'access_denied'
  // An answer to HEAD has no body, and so no code.
  const isDenied = status === 403 && !ofCredentials.test(name)
  return refusals.get(name) ?? (isDenied ? 'access_denied' : undefined)
}

/**
 * Whether the same question may get an answer later. No status at all is a connection that broke, and
 * nothing here writes, so it may be asked again.
 */
export function mayPass(error: unknown): boolean {
  const { name, status } = factsOf(error)
  if (absences.has(name) || refusalIn(error) !== undefined) return false
  if (/SlowDown|Throttl|TooManyRequests|RequestTimeout/i.test(name)) return true
  return status === undefined || status === 200 || status === 206 || status === 429 || status >= 500
}

/**
 * What is a help and no need: who may not ask for it does without.
 *
 * @throws UpstreamUnavailable when it may be had later
 */
export function unlessItMayPass(failure: unknown): undefined {
  if (failure instanceof SourceRefused && failure.reason === 'access_denied') return undefined
  throw failure
}

/** What is thrown for an error that is no answer. */
export function failureFrom(error: unknown, bucket: string): Error {
  const source = `s3:${bucket}`
  const reason = refusalIn(error)
  if (reason !== undefined) return new SourceRefused(source, reason, { cause: error })
  return new UpstreamUnavailable(source, { cause: error, found: factsOf(error).name })
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
