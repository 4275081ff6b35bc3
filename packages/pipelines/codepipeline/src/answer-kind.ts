/** Whether trying again may help, as far as an error of the SDK tells. */
export type AnswerKind = 'missing' | 'invalid' | 'refused' | 'transient'

/** Names by which AWS says "not now", whatever the status. */
const passing: ReadonlySet<string> = new Set([
  'ConcurrentPipelineExecutionsLimitExceededException',
  'ConflictException',
  'ExpiredTokenException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'RequestTimeoutException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
])

/**
 * What an error means. One that is not the service's own (a lost connection, an unreadable answer, no
 * credentials yet) says nothing about the pipeline, so that it counts as transient.
 */
export function kindOf(error: unknown): AnswerKind {
  if (!isOfTheService(error)) return 'transient'
  if (error.name === 'PipelineNotFoundException') return 'missing'
  const status = error.$metadata?.httpStatusCode ?? 0
  if (passing.has(error.name) || error.$fault === 'server' || status === 429 || status >= 500)
    return 'transient'
  return error.name === 'ValidationException' ? 'invalid' : 'refused'
}

interface SdkError extends Error {
  readonly $fault: unknown
  readonly $metadata?: { readonly httpStatusCode?: number }
}

const isOfTheService = (error: unknown): error is SdkError => error instanceof Error && '$fault' in error
