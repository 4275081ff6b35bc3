/** For whom a verified token speaks. */
export interface Identity {
  /** Exactly the configured issuer. Issuer and subject together name the principal (RFC 8725 section 3.8). */
  readonly issuer: string
  readonly subject: string
  readonly clientId?: string
  readonly scopes: ReadonlySet<string>
  /** Seconds since the Unix epoch; absent only where the token's profile allows it. */
  readonly expiresAtSeconds?: number
  /** The token's own claims, for `when.claims` and guards; they go nowhere else. */
  readonly claims: Readonly<Record<string, unknown>>
  /** The key that signed the token. */
  readonly keyId?: string
}
