import type { WebhookOutcome } from './webhook-answer.ts'

/**
 * One line of the log. Of a request that is not signed it says the outcome and nothing else; of one that
 * is, its event and delivery id as GitHub shows them. Nothing of a payload, a signature or a secret.
 */
export interface WebhookRecord {
  readonly gate: 'delivery'
  readonly record: 'webhook'
  readonly outcome: WebhookOutcome
  /** `X-GitHub-Event` */
  readonly event?: string
  /** `X-GitHub-Delivery` */
  readonly delivery?: string
  /** Why it could not be forwarded, in words. */
  readonly found?: string
  /** Why it was forwarded without its delivery being remembered: a replay would be forwarded again. */
  readonly unremembered?: string
  readonly latencyMilliseconds: number
}
