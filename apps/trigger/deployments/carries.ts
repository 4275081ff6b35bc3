/** What AWS's clients bring along. */
const aws = ['@aws-sdk/*', '@aws/lambda-invoke-store', '@smithy/*', 'bowser', 'mnemonist', 'obliterator']

/** What Octokit brings along. */
const github = [
  '@octokit/auth-token',
  '@octokit/core',
  '@octokit/endpoint',
  '@octokit/graphql',
  '@octokit/plugin-paginate-rest',
  '@octokit/plugin-request-log',
  '@octokit/plugin-rest-endpoint-methods',
  '@octokit/request',
  '@octokit/request-error',
  '@octokit/rest',
  'before-after-hook',
  'content-type',
  'json-with-bigint',
  'universal-user-agent',
]

/** The foreign packages each deployment may carry. A new name here is a reviewable decision. */
export const carries: Readonly<Record<string, readonly string[]>> = {
  codecommit: [...aws, 'picomatch', 'valibot'],
  universal: [...aws, ...github, 'picomatch', 'valibot'],
}

/** What of that is loaded before the first event, whatever it is: no client of AWS, and no Octokit. */
export const carriesAtOnce: readonly string[] = ['picomatch', 'valibot']
