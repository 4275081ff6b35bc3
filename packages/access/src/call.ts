import type { MethodArn } from './method-arn.ts'

/** The request that waits at the gate, as far as the gateway tells it. */
export interface Call {
  readonly methodArn: MethodArn
  /** A TOKEN event carries nothing but the token and the method ARN. */
  readonly kind: 'token' | 'request'
  /** Of the Authorization header that brought the token; none where the token came without one. */
  readonly scheme?: 'bearer' | 'dpop'
  /** The HTTP method, with its case. */
  readonly method?: string
  /** The host that was called, by the gateway's word: a custom domain, or that of `execute-api`. */
  readonly domainName?: string
  /** What was asked of that host, with the stage or base path that the caller wrote and without query. */
  readonly path?: string
  /** From the connection, never from a header that the caller can write. */
  readonly sourceIp?: string
  readonly userAgent?: string
  /** Names in lower case; every value that was sent, in order. */
  readonly headers?: Readonly<Record<string, readonly string[]>>
  /** PEM of the TLS client certificate, where the API asks for one. */
  readonly clientCertificate?: string
}
