import { SourceRefused } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { memberAt } from './answer-body.ts'

/** What can be said of a request that got no answer to read. */
export interface Facts {
  /** Of HTTP; nothing when the connection broke, or the answer could not be read. */
  readonly status: number | undefined
  readonly message: string
  readonly header: (name: string) => string | undefined
}

export function factsOf(error: unknown): Facts {
  // Octokit gives a connection that broke a status of its own, and no response.
  const response = memberAt(error, 'response')
  const status = memberAt(response, 'status')
  return {
    status: typeof status === 'number' ? status : undefined,
    message: error instanceof Error ? error.message : '',
    header(name) {
      const value = memberAt(response, 'headers', name)
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
    },
  }
}

/**
 * Something that is asked for is not there. 409 is an empty repository; 422 is a commit that is none, or a
 * comparison that takes GitHub too long.
 */
export const isAbsence = ({ status }: Facts): boolean => status === 404 || status === 409 || status === 422

export interface Limit {
  /** Milliseconds since the epoch; until then no request is to be made. */
  readonly until: number
  readonly found: string
}

/**
 * The rate limit that a refusal tells of, if it is one.
 *
 * Source: GitHub docs, "Rate limits for the REST API", Exceeding the rate limit.
 */
export function limitIn({ status, message, header }: Facts, now: number): Limit | undefined {
  if (status !== 403 && status !== 429) return undefined
  const seconds = Number(header('retry-after') ?? Number.NaN)
  if (Number.isFinite(seconds)) return limit('a rate limit', now + seconds * 1000)
  const reset = Number(header('x-ratelimit-reset') ?? Number.NaN)
  if (header('x-ratelimit-remaining') === '0' && Number.isFinite(reset))
    return limit('a rate limit', reset * 1000)
  const isLimit = status === 429 || /secondary rate limit|abuse detection|rate limit exceeded/i.test(message)
  // When nothing is said, a minute is the least.
  return isLimit ? limit('a secondary rate limit', now + 60_000) : undefined
}

function limit(name: string, until: number): Limit {
  const isDate = Math.abs(until) <= 8.64e15
  return { until, found: isDate ? `${name} until ${new Date(until).toISOString()}` : name }
}

/** Whether the same question may get an answer soon. Nothing here writes, so it may be asked again. */
export const mayPass = ({ status }: Facts): boolean => status === undefined || status >= 500

/** What is thrown for an error that is no answer. */
export function failureFrom(error: unknown, repository: string, now: number): Error {
  if (error instanceof SourceRefused || error instanceof UpstreamUnavailable) return error
  const source = `github:${repository}`
  const facts = factsOf(error)
  const found = limitIn(facts, now)?.found
  if (found !== undefined) return new UpstreamUnavailable(source, { cause: error, found })
  if (isAbsence(facts) || facts.status === 410)
    return new SourceRefused(source, 'repository_missing', { cause: error })
  if (facts.status === 401 || facts.status === 403 || facts.status === 451)
    return new SourceRefused(source, 'access_denied', { cause: error })
  const spoken = facts.status === undefined ? 'an answer that broke off' : `status ${facts.status}`
  return new UpstreamUnavailable(source, { cause: error, found: spoken })
}

/**
 * A merge base is a help and no need: who may not ask for one does without.
 *
 * @throws UpstreamUnavailable when it may be had later
 */
export function unlessItMayPass(failure: unknown): undefined {
  if (failure instanceof SourceRefused) return undefined
  throw failure
}

/** A server that gave up on a question, rather than one that was not there. */
export const gaveUp = (failure: unknown): boolean =>
  failure instanceof UpstreamUnavailable && (factsOf(failure.cause).status ?? 0) >= 500
