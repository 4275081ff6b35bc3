import { AwsRefusal } from './refusal.ts'

const form =
  /^AWS4-HMAC-SHA256 Credential=[^/,\s]+\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=[a-z0-9;-]+, ?Signature=[0-9a-f]{64}$/

/** The service a signature is for, or nothing when it is no whole signature. */
export const signedScope = (header: string): string | undefined => form.exec(header)?.[3]

/**
 * Looks whether a request was signed for this service. The signature itself is not verified: any
 * credentials will do.
 *
 * Source: AWS, "Signature Version 4 signing process".
 */
export function checkSignature(header: string | undefined, signingName: string): void {
  if (header === undefined)
    throw new AwsRefusal('MissingAuthenticationTokenException', 'Missing Authentication Token')
  const scope = signedScope(header)
  if (scope === undefined)
    throw new AwsRefusal(
      'IncompleteSignatureException',
      'Authorization header requires Credential, SignedHeaders and Signature',
    )
  if (scope !== signingName)
    throw new AwsRefusal(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${signingName}'`,
    )
}
