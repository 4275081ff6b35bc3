/**
 * One thing that was looked at on the way to an outcome. Texts are written by Sallyport: they never
 * repeat a token, a secret or a claim's value.
 */
export interface Check {
  /** What was looked at, in the field's own word: `signature`, `aud`, `exp`. */
  readonly check: string
  readonly outcome: 'passed' | 'failed' | 'not_reached'
  readonly expected: string
  readonly found: string
}

/** How an outcome came about: every check in the order it was made. */
export interface Explanation {
  readonly checks: readonly Check[]
}
