import { type DocumentNotice, Failure, sentence } from '@sallyport/kernel'
import type { Journal } from './journal.ts'

/** Tells of a document's new versions and faults, each once per change. */
export function documentNotices(
  name: 'permissions' | 'rules',
  journal: Journal,
): (notice: DocumentNotice) => void {
  return (notice) => {
    if (notice.notice === 'document_loaded') {
      journal.info(`${name} loaded`, { version: notice.version })
      return
    }
    const facts =
      notice.notice === 'document_invalid'
        ? { version: notice.version, issues: notice.issues.map(sentence) }
        : { cause: notice.cause instanceof Failure ? notice.cause.message : 'unknown' }
    journal.error(`${name}: the last good version serves, if there is one`, {
      notice: notice.notice,
      ...facts,
    })
    journal.measure({ DocumentFaults: { value: 1, unit: 'Count' } }, { notice: notice.notice })
  }
}
