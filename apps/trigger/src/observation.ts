import { documentNotices, stdoutJournal } from '@sallyport/composition'
import type { DeliveryRecord } from '@sallyport/entrance-eventbridge'

/** One log line and one set of metrics for each decision. */
export function observation() {
  const journal = stdoutJournal('sallyport-delivery')
  const one = { value: 1, unit: 'Count' } as const

  return {
    report: (record: DeliveryRecord): void => {
      if (record.record === 'ignored') {
        journal.info('event ignored', record)
        return
      }
      if (record.record === 'unsettled') {
        journal.error('start to be tried again', record)
        journal.measure({ Unsettled: one }, { pipeline: record.pipeline })
        return
      }
      const { verdict, reason } = record
      if (verdict === 'hold' || verdict === 'fail') journal.error('delivery decision', record)
      else journal.info('delivery decision', record)
      journal.measure({ Decisions: one }, { verdict, reason })
    },
    notify: documentNotices('rules', journal),
  }
}
