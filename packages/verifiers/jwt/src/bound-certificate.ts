import { createHash, X509Certificate } from 'node:crypto'

/**
 * Compares a token's `cnf["x5t#S256"]` with the TLS client certificate (RFC 8705 section 3.1): the
 * SHA-256 hash of its DER, in base64url. Chain and dates are the gateway's affair, which has accepted it.
 *
 * @param pem as the gateway tells, never out of a header that the caller can write
 * @returns the fault in words, or nothing for the certificate that the token is bound to
 */
export function certificateFault(pem: string | undefined, thumbprint: unknown): string | undefined {
  if (pem === undefined || pem === '') return 'no client certificate'
  const found = thumbprintOf(pem)
  if (found === undefined) return 'a client certificate that cannot be read'
  return found === thumbprint ? undefined : 'another client certificate'
}

function thumbprintOf(pem: string): string | undefined {
  try {
    return createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url')
  } catch {
    return undefined
  }
}
