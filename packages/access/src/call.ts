import type { MethodArn } from './method-arn.ts'

/** The request that waits at the gate, as far as the gateway tells it. */
export interface Call {
  readonly methodArn: MethodArn
  /** A TOKEN event carries nothing but the token and the method ARN. */
  readonly kind: 'token' | 'request'
  /** From the connection, never from a header that the caller can write. */
  readonly sourceIp?: string
  readonly userAgent?: string
  /** Names in lower case; every value that was sent, in order. */
  readonly headers?: Readonly<Record<string, readonly string[]>>
  /** PEM of the TLS client certificate, where the API asks for one. */
  readonly clientCertificate?: string
}
