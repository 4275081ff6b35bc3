import { documentNotices, type Metric, stdoutJournal } from '@sallyport/composition'
import type { AccessRecord } from '@sallyport/entrance-api-gateway'
import { Failure } from '@sallyport/kernel'
import type { KeyNotice } from '@sallyport/verifier-jwt/jwks'

/** One log line and one set of metrics for each decision; the explanation stays out of both. */
export function observation() {
  const journal = stdoutJournal('sallyport-access')
  return {
    report: (whole: AccessRecord): void => {
      const record = { ...whole }
      delete record.explanation
      const { outcome, reason = 'none', policyBytes } = record
      if (outcome === 'failed') journal.error('access decision', record)
      else journal.info('access decision', record)
      const metrics: Record<string, Metric> = { Decisions: { value: 1, unit: 'Count' } }
      if (policyBytes !== undefined) metrics['PolicyBytes'] = { value: policyBytes, unit: 'Bytes' }
      journal.measure(metrics, { outcome, reason })
    },
    notify: documentNotices('permissions', journal),
    notifyKeys: ({ notice, ...facts }: KeyNotice): void => {
      const cause = 'cause' in facts && facts.cause instanceof Failure ? facts.cause.message : undefined
      const told = { ...facts, notice, cause }
      // A fetch that was frozen with its Lambda and given up is nothing to wake anybody for.
      const isFault = notice === 'jwks_failed' || notice === 'jwk_ignored'
      journal[isFault ? 'error' : 'info']('issuer keys', told)
      journal.measure({ KeyNotices: { value: 1, unit: 'Count' } }, { notice, issuer: facts.issuer })
    },
  }
}
