export { type CachedInput, checkGuards } from './guards.ts'
export { checkSenderConstraint } from './sender-constraint.ts'
export type { Facts, Guard, GuardInput } from './ports/guard.ts'
