import { Failure } from '@sallyport/kernel'

/** What stands between a reader and the document, in words, by the `name` of the SDK's error. */
const obstacles: ReadonlyMap<string, string> = new Map([
  ['AccessDenied', 'no permission to read it, or no such object: who may not list the bucket is not told'],
  ['CredentialsProviderError', 'no credentials to ask with'],
  ['ExpiredToken', 'credentials that have expired'],
  ['Forbidden', 'no permission to read it, or no such object: who may not list the bucket is not told'],
  ['InvalidAccessKeyId', 'credentials that AWS does not know'],
  ['InvalidObjectState', 'an archived object, to be restored first'],
  ['MethodNotAllowed', 'a delete marker where the object was'],
  ['NoSuchBucket', 'no such bucket'],
  ['NoSuchKey', 'no such object'],
  ['NotFound', 'no such object'],
  ['PermanentRedirect', 'a bucket of another region'],
  ['AuthorizationHeaderMalformed', 'a bucket of another region'],
  ['SignatureDoesNotMatch', 'credentials that do not fit'],
  ['SlowDown', 'too many requests'],
  ['Throttling', 'too many requests'],
  ['ThrottlingException', 'too many requests'],
  ['TooManyRequestsException', 'too many requests'],
])

/** The words for an error of the SDK; never what the object holds. */
export function obstacleIn(error: unknown): string {
  const { name, deleteMarker } = factsOf(error)
  if (deleteMarker) return 'a delete marker where the object was'
  return obstacles.get(name) ?? name
}

/** S3 answers that nothing changed by a status that the SDK takes for an error. */
export const isUnchanged = (error: unknown): boolean => factsOf(error).status === 304

/** Whether the same question may get an answer later; no status at all is a connection that broke. */
export function mayPass(error: unknown): boolean {
  const { name, status } = factsOf(error)
  if (error instanceof Failure || name === 'CredentialsProviderError') return false
  if (/Throttl|TooManyRequests|SlowDown/i.test(name)) return true
  // An answer that broke off has the status of a good one.
  return status === undefined || status === 408 || status === 429 || status >= 500 || status < 300
}

interface Facts {
  readonly name: string
  readonly status: number | undefined
  readonly deleteMarker: boolean
}

function factsOf(error: unknown): Facts {
  const { name, $metadata, $response } = membersOf(error)
  const { httpStatusCode: status } = membersOf($metadata)
  const { headers } = membersOf($response)
  return {
    name: typeof name === 'string' ? name : 'an unknown error',
    status: typeof status === 'number' ? status : undefined,
    deleteMarker: membersOf(headers)['x-amz-delete-marker'] === 'true',
  }
}

/** Not by spreading: the SDK hides the response, and an error its name. */
const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
