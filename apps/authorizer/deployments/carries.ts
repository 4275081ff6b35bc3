const observation = ['@aws-lambda-powertools/*', '@aws/lambda-invoke-store']

/** The foreign packages each deployment may carry. A new name here is a reviewable decision. */
export const carries: Readonly<Record<string, readonly string[]>> = {
  'jwks-file': [...observation, 'jose', 'valibot'],
  universal: [...observation, 'jose', 'valibot'],
}
