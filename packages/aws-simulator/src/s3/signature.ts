import { signedScope } from '../wire/signature.ts'
import { accessDenied, S3Refusal } from './refusal.ts'
import type { S3Request } from './request.ts'

/**
 * Looks whether a request was signed for S3. The signature itself is not verified.
 *
 * @param unsigned whether one without a signature may pass
 * @throws S3Refusal `AccessDenied`, `AuthorizationHeaderMalformed`, `InvalidRequest`
 */
export function checkSignature({ headers }: S3Request, unsigned: 'allowed' | 'refused'): void {
  const { authorization } = headers
  if (authorization === undefined) {
    if (unsigned === 'allowed') return
    throw accessDenied()
  }
  const scope = signedScope(authorization)
  if (scope !== 's3') throw new S3Refusal('AuthorizationHeaderMalformed', malformed(scope), { status: 400 })
  if (headers['x-amz-content-sha256'] === undefined)
    throw new S3Refusal('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256', {
      status: 400,
    })
}

const malformed = (scope: string | undefined) =>
  scope === undefined
    ? 'The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.'
    : `The authorization header is malformed; incorrect service "${scope}". This endpoint belongs to "s3".`
