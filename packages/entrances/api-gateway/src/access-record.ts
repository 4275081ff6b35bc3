import type { DecisionExplanation, RefusalReason } from '@sallyport/access'
import type { Explanation, FailureCode } from '@sallyport/kernel'

/** What one invocation came to, for logs, metrics and `explain`. It holds no token and no claim's value. */
export interface AccessRecord {
  readonly decisionId: string
  readonly gate: 'access'
  /** `granted` some or none of the API, `refused` the token, or `failed` to decide. */
  readonly outcome: 'granted' | 'none' | 'refused' | 'failed'
  /** Of a refusal, the reason; of a failure, its code. */
  readonly reason?: RefusalReason | FailureCode | 'UNEXPECTED'
  readonly issuer?: string
  readonly kid?: string
  readonly clientId?: string
  /** The first 16 bytes of SHA-256, in hexadecimal. */
  readonly subjectHash?: string
  readonly tokenHash?: string
  readonly policyBytes?: number
  readonly cacheSeconds: number
  readonly latencyMilliseconds: number
  /** Of the permissions decided by. */
  readonly permissionsVersion?: string
  readonly explanation?: Explanation | DecisionExplanation
}
