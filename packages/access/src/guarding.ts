export { type CachedInput, checkGuards } from './guards.ts'
export type { Facts, Guard, GuardInput } from './ports/guard.ts'
