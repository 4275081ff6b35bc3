export { anyIssuer } from './any-issuer.ts'
export { type Authorization, authorize, type Gate } from './authorize.ts'
export type { Call } from './call.ts'
export { type Decision, type DecisionExplanation, decide } from './decide.ts'
export type { Identity } from './identity.ts'
export type { PolicySettings } from './lifetime.ts'
export { type ApiStage, type MethodArn, methodArn } from './method-arn.ts'
export type { Grant } from './permission.ts'
export { denyAll, type PolicyDocument } from './policy.ts'
export type { PermissionSource } from './ports/permission-source.ts'
export type {
  RefusalReason,
  TokenVerifier,
  Verification,
  VerificationInput,
} from './ports/token-verifier.ts'
export { dependenciesOf } from './sender-constraint.ts'
export { timestamp } from './timestamp.ts'
