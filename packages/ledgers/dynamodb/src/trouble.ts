import { ConfigurationInvalid, Failure, UpstreamUnavailable } from '@sallyport/kernel'

/** What DynamoDB's client throws, as far as we look at it. */
interface Refusal {
  readonly name: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** The names DynamoDB throttles by; the last is of the account, not of the table. */
const throttling = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TooManyRequestsException',
])

export const nameOf = (error: unknown): string => (isRefusal(error) ? error.name : 'an unknown error')

/** Whether the same request may succeed later: throttling, a fault of theirs, or no answer at all. */
export function isPassing(error: unknown): boolean {
  if (!isRefusal(error) || error instanceof Failure) return false
  if (throttling.has(error.name)) return true
  const status = error.$metadata?.httpStatusCode
  if (status === undefined) return true
  // An answer that cannot be read has the status of a good one.
  return status >= 500 || status === 429 || status === 408 || status < 400
}

/** Whether DynamoDB may have done what was asked, for all we know. */
export const isOpen = (error: unknown): boolean =>
  isPassing(error) && isRefusal(error) && !throttling.has(error.name)

/** Settings that a person has to put right: no such table, another table, no permission. */
const settings: Readonly<Record<string, readonly [string, string]>> = {
  AccessDeniedException: ['a table this role may read and write', 'AccessDeniedException on'],
  ResourceNotFoundException: ['a table that exists', 'no table'],
  ValidationException: ['a table as table.json describes it', 'ValidationException on'],
}

/** The failure an error ends in; it names the table, and nothing of what was written. */
export function failureOf(error: unknown, table: string): Failure {
  if (error instanceof Failure) return error
  const [expected, found] = settings[nameOf(error)] ?? []
  if (expected === undefined || isPassing(error))
    return new UpstreamUnavailable(`table ${table}`, { cause: error, found: nameOf(error) })
  const issue = { severity: 'fault', path: ['table'], expected, found: `${found} "${table}"` } as const
  return new ConfigurationInvalid([issue])
}

const isRefusal = (error: unknown): error is Refusal => error instanceof Error
