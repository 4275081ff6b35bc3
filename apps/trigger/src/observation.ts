import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { DeliveryRecord } from '@sallyport/entrance-eventbridge'
import { type DocumentNotice, Failure, sentence } from '@sallyport/kernel'

const service = 'sallyport-delivery'

/** One log line and one set of metrics for each decision. */
export function observation() {
  const logger = new Logger({ serviceName: service })
  const metrics = new Metrics({ namespace: 'Sallyport', serviceName: service })
  const count = (name: string, dimensions: Readonly<Record<string, string>>) => {
    metrics.addDimensions({ ...dimensions })
    metrics.addMetric(name, MetricUnit.Count, 1)
    metrics.publishStoredMetrics()
  }

  return {
    report: (record: DeliveryRecord): void => {
      if (record.record === 'ignored') {
        logger.info('event ignored', { ...record })
        return
      }
      if (record.record === 'unsettled') {
        logger.error('start to be tried again', { ...record })
        count('Unsettled', { pipeline: record.pipeline })
        return
      }
      const { verdict, reason } = record
      if (verdict === 'hold' || verdict === 'fail') logger.error('delivery decision', { ...record })
      else logger.info('delivery decision', { ...record })
      count('Decisions', { verdict, reason })
    },
    notify: (notice: DocumentNotice): void => {
      if (notice.notice === 'document_loaded') {
        logger.info('rules loaded', { version: notice.version })
        return
      }
      const facts =
        notice.notice === 'document_invalid'
          ? { version: notice.version, issues: notice.issues.map(sentence) }
          : { cause: notice.cause instanceof Failure ? notice.cause.message : 'unknown' }
      logger.error('rules: the last good version serves, if there is one', {
        notice: notice.notice,
        ...facts,
      })
      count('DocumentFaults', { notice: notice.notice })
    },
  }
}
