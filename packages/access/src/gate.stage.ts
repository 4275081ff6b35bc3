import type { Call } from './call.ts'
import { decide, type Decision } from './decide.ts'
import type { Identity } from './identity.ts'
import type { PolicySettings } from './lifetime.ts'
import { type MethodArn, methodArn } from './method-arn.ts'
import { type Permissions, permissions } from './permissions.ts'
import type { Guard } from './ports/guard.ts'

/** What the tests of this package put on the stage. */

export const apiArn = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3'
export const prefix = `${apiArn}/prod/`
export const now = 1_764_064_800

export function callFor(verb = 'GET', path = '/pets'): Call {
  return { kind: 'token', methodArn: read(`${prefix}${verb}${path}`) }
}

function read(text: string): MethodArn {
  const arn = methodArn(text)
  if (arn === undefined) throw new Error('the stage has no such method')
  return arn
}

export const identityOf = (scope: string, changes: Partial<Identity> = {}): Identity => ({
  issuer: 'https://idp.example.com/',
  subject: 'ada',
  scopes: new Set(scope.split(' ').filter((word) => word !== '')),
  claims: {},
  expiresAtSeconds: now + 3600,
  ...changes,
})

export const settings: PolicySettings = { cacheSeconds: 300, expiry: 'condition' }

export function documentOf(members: object): Permissions {
  const found = permissions({ api: { arn: apiArn, stage: 'prod' }, ...members })
  if (found.outcome === 'bad') throw new Error(JSON.stringify(found.issues))
  return found.value
}

export interface Circumstances {
  readonly identity?: Identity
  readonly call?: Call
  readonly settings?: PolicySettings
  readonly guards?: readonly Guard[]
}

export function decisionOn(members: object, scope: string, given: Circumstances = {}): Decision {
  const { identity = identityOf(scope), call = callFor(), guards = [] } = given
  const grants = documentOf(members).index.lookUp(identity.scopes, call.methodArn)
  return decide({ identity, grants, call, settings: given.settings ?? settings, guards }, now * 1000)
}

export type Decided = Extract<Decision, { readonly outcome: 'decided' }>

export function decided(members: object, scope: string, given: Circumstances = {}): Decided {
  const decision = decisionOn(members, scope, given)
  if (decision.outcome === 'refused') throw new Error(`refused: ${decision.reason}`)
  return decision
}
