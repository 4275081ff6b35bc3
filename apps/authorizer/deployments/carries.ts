/** The foreign packages each deployment may carry. A new name here is a reviewable decision. */
export const carries: Readonly<Record<string, readonly string[]>> = {
  'jwks-file': [],
  universal: [
    '@aws-sdk/*',
    '@aws/lambda-invoke-store',
    '@smithy/*',
    'bowser',
    'mnemonist',
    'oauth4webapi',
    'obliterator',
    'openid-client',
    'valibot',
  ],
}
