import { Failure } from '@sallyport/kernel'

/** What stands between a reader and the table, in words, by the `name` of the SDK's error. */
const obstacles: ReadonlyMap<string, string> = new Map([
  ['AccessDeniedException', 'no permission to read it'],
  ['CredentialsProviderError', 'no credentials to ask with'],
  ['ExpiredTokenException', 'credentials that have expired'],
  ['InvalidSignatureException', 'credentials that do not fit'],
  ['ProvisionedThroughputExceededException', 'too many requests'],
  ['RequestLimitExceeded', 'too many requests'],
  ['ResourceNotFoundException', 'no such table'],
  ['ThrottlingException', 'too many requests'],
  ['UnrecognizedClientException', 'credentials that AWS does not know'],
  ['ValidationException', 'a table with other keys than are read'],
])

/** The words for an error of the SDK; never what the table holds. */
export const obstacleIn = (error: unknown): string => {
  const { name } = factsOf(error)
  return obstacles.get(name) ?? name
}

/** Whether the same question may get an answer later; no status at all is a connection that broke. */
export function mayPass(error: unknown): boolean {
  const { name, status } = factsOf(error)
  if (error instanceof Failure || name === 'CredentialsProviderError') return false
  if (/Throttl|TooManyRequests|LimitExceeded|ThroughputExceeded/i.test(name)) return true
  // An answer that cannot be read has the status of a good one.
  return status === undefined || status === 408 || status === 429 || status >= 500 || status < 300
}

function factsOf(error: unknown): { readonly name: string; readonly status: number | undefined } {
  const { name, $metadata } = membersOf(error)
  const { httpStatusCode: status } = membersOf($metadata)
  return {
    name: typeof name === 'string' ? name : 'an unknown error',
    status: typeof status === 'number' ? status : undefined,
  }
}

/** Not by spreading: an error hides its name. */
const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
