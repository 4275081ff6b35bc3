import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { AccessRecord } from '@sallyport/entrance-api-gateway'
import { type DocumentNotice, Failure, sentence } from '@sallyport/kernel'

const service = 'sallyport-access'

/** One log line and one set of metrics for each decision; the explanation stays out of both. */
export function observation() {
  const logger = new Logger({ serviceName: service })
  const metrics = new Metrics({ namespace: 'Sallyport', serviceName: service })

  return {
    report: (whole: AccessRecord): void => {
      const record = { ...whole }
      delete record.explanation
      const { outcome, reason = 'none', policyBytes } = record
      if (outcome === 'failed') logger.error('access decision', record)
      else logger.info('access decision', record)
      metrics.addDimensions({ outcome, reason })
      metrics.addMetric('Decisions', MetricUnit.Count, 1)
      if (policyBytes !== undefined) metrics.addMetric('PolicyBytes', MetricUnit.Bytes, policyBytes)
      metrics.publishStoredMetrics()
    },
    notify: (notice: DocumentNotice): void => {
      if (notice.notice === 'document_loaded') {
        logger.info('permissions loaded', { version: notice.version })
        return
      }
      const facts =
        notice.notice === 'document_invalid'
          ? { version: notice.version, issues: notice.issues.map(sentence) }
          : { cause: notice.cause instanceof Failure ? notice.cause.message : 'unknown' }
      logger.error('permissions: the last good version serves, if there is one', {
        notice: notice.notice,
        ...facts,
      })
      metrics.addMetric('DocumentFaults', MetricUnit.Count, 1)
      metrics.publishStoredMetrics()
    },
  }
}
