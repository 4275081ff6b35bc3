export { documentNotices } from './document-notices.ts'
export { type Journal, type Metric, stdoutJournal } from './journal.ts'
export { type Environment, settings } from './settings.ts'
