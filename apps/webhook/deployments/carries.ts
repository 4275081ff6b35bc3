/** What AWS's clients bring along. */
const aws = ['@aws-sdk/*', '@aws/lambda-invoke-store', '@smithy/*', 'bowser', 'mnemonist', 'obliterator']

/** The foreign packages each deployment may carry. A new name here is a reviewable decision. */
export const carries: Readonly<Record<string, readonly string[]>> = {
  'github-sqs': [...aws, '@octokit/webhooks-methods'],
  universal: [...aws, '@octokit/webhooks-methods', 'valibot'],
}
