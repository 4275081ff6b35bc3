import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const wireBehaviours = [
  {
    id: 'wire-enterprise',
    statement: 'An Enterprise Server has the same API under `/api/v3`',
    evidence: 'documented',
    source: 'GitHub Enterprise Server docs, Getting started with the REST API',
  },
  {
    id: 'wire-error-body',
    statement: 'An error is a body with `message`, `documentation_url` and `status`',
    evidence: 'reported',
    source: 'errors quoted in Octokit issues',
  },
  {
    id: 'wire-unknown-path',
    statement: 'A path of no operation is 404 `Not Found`',
    evidence: 'documented',
    source: 'GitHub docs, Troubleshooting the REST API',
  },
  {
    id: 'wire-user-agent',
    statement: 'A request without `User-Agent` is 403',
    evidence: 'documented',
    source: 'GitHub docs, Getting started with the REST API: user agent',
  },
  {
    id: 'wire-bad-credentials',
    statement: 'A token that is none is 401 `Bad credentials`',
    evidence: 'documented',
    source: 'GitHub docs, Authenticating to the REST API',
  },
  {
    id: 'wire-hidden',
    statement: 'What a token, or nobody, may not see is 404 `Not Found`',
    evidence: 'documented',
    source: 'GitHub docs, Troubleshooting the REST API',
  },
  {
    id: 'wire-forbidden',
    statement: 'A permission that is missing is 403 `Resource not accessible by integration`',
    evidence: 'documented',
    source: 'GitHub docs, Troubleshooting the REST API',
  },
  {
    id: 'wire-rate-headers',
    statement: 'Every answer tells limit, remaining, used, reset (epoch seconds) and resource',
    evidence: 'documented',
    source: 'GitHub docs, Rate limits for the REST API',
  },
  {
    id: 'wire-primary-limit',
    statement: 'A spent limit is 403 or 429 with `x-ratelimit-remaining: 0`',
    evidence: 'documented',
    source: 'GitHub docs, Rate limits for the REST API',
  },
  {
    id: 'wire-primary-message',
    statement: 'Its message begins with `API rate limit exceeded for`',
    evidence: 'reported',
    source: 'messages quoted in Octokit issues',
  },
  {
    id: 'wire-secondary-limit',
    statement: 'A secondary limit is 403 or 429 with a message that says so, and may tell `retry-after`',
    evidence: 'documented',
    source: 'GitHub docs, Rate limits for the REST API',
  },
  {
    id: 'wire-secondary-message',
    statement:
      'It is `You have exceeded a secondary rate limit. Please wait a few minutes before you try again.`',
    evidence: 'reported',
    source: 'apache/devlake #1322, app-sre/github-mirror #62',
  },
  {
    id: 'wire-conditional',
    statement: '`If-None-Match` with the ETag of an answer that is the same now is 304 without a body',
    evidence: 'documented',
    source: 'GitHub docs, Best practices for using the REST API',
  },
  {
    id: 'wire-conditional-free',
    statement: 'A 304 to an authorized request is not counted',
    evidence: 'documented',
    source: 'GitHub docs, Best practices for using the REST API',
  },
  {
    id: 'wire-refusals-counted',
    statement: 'An error is counted like an answer',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'wire-pages',
    statement: '`per_page` is 30 if not set, 100 at most; `Link` leads to `prev`, `next`, `first` and `last`',
    evidence: 'documented',
    source: 'GitHub docs, Using pagination in the REST API',
  },
  {
    id: 'wire-link-single',
    statement: 'A list of one page has no `Link`',
    evidence: 'documented',
    source: 'GitHub docs, Using pagination in the REST API',
  },
  {
    id: 'wire-server-errors',
    statement: 'Failures of theirs are 500, 502 and 503',
    evidence: 'documented',
    source: 'REST API description of GitHub, responses of operations, for 500 and 503',
  },
] as const satisfies readonly Behaviour[]
