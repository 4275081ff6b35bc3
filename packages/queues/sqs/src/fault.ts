import { UpstreamUnavailable } from '@sallyport/kernel'

/** Whether the same message may be taken later: throttling, a fault of theirs, or no answer at all. */
export function mayPass(error: unknown): boolean {
  const { name, status } = factsOf(error)
  // SQS throttles as RequestThrottled, its keys as KmsThrottled.
  if (/Throttl|TooManyRequests|RequestLimitExceeded/i.test(name)) return true
  // An answer that cannot be read, or whose MD5 is another, has no status or that of a good one.
  return status === undefined || status === 429 || status >= 500 || status < 400
}

/** The failure an error ends in; it names the queue, and nothing of what was sent. */
export function failureOf(error: unknown, queue: string): UpstreamUnavailable {
  return new UpstreamUnavailable(`queue ${queue}`, { cause: error, found: factsOf(error).name })
}

function factsOf(error: unknown): { readonly name: string; readonly status: number | undefined } {
  const name = error instanceof Error ? error.name : 'an unknown error'
  const status = membersOf(membersOf(error)['$metadata'])['httpStatusCode']
  return { name, status: typeof status === 'number' ? status : undefined }
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
