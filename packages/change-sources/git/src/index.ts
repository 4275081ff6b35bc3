export { git } from './git.ts'
export type { GitOptions } from './git-options.ts'
export type { ReferenceEvent } from './reference-event.ts'
