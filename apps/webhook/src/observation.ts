import { stdoutJournal } from '@sallyport/composition'
import type { WebhookOutcome, WebhookRecord } from '@sallyport/entrance-github-webhook'

/** Requests of nobody we know leave a count, and no line: whoever sends them would fill the log. */
const silent: ReadonlySet<WebhookOutcome> = new Set([
  'wrong_method',
  'malformed',
  'unsigned',
  'bad_signature',
  'too_large',
  'unknown_repository',
])

/** One count for each request, and one line for each that GitHub signed. */
export function observation() {
  const journal = stdoutJournal('sallyport-webhook')
  const one = { value: 1, unit: 'Count' } as const

  return {
    report: (record: WebhookRecord): void => {
      const { outcome, event, unremembered } = record
      journal.measure({ Webhooks: one }, { outcome })
      if (silent.has(outcome) && event === undefined) return
      if (unremembered !== undefined) journal.measure({ Unremembered: one }, {})
      if (outcome === 'unavailable') journal.error('webhook not forwarded', record)
      else if (unremembered !== undefined) journal.error('webhook forwarded, and not remembered', record)
      else journal.info('webhook', record)
    },
  }
}
