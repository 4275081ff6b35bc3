import { findings, type Permissions, permissions } from '@sallyport/access/documents'
import type { Issue } from '@sallyport/kernel'
import { apisOf, type PolicySize, policySizes, scopesOf } from './policy-sizes.ts'

/** What a permissions document comes to. */
export interface PermissionsSummary {
  readonly grants: number
  readonly scopes: number
  readonly apis: number
  readonly policyBytes: readonly PolicySize[]
}

export interface PermissionsFindings {
  readonly issues: readonly Issue[]
  /** Only of a document that could be decided by. */
  readonly summary?: PermissionsSummary
}

/** Faults as the authorizer would find them, its own tests included; if there are none, what deserves a second look. */
export function permissionsFindings(value: unknown): PermissionsFindings {
  const read = permissions(value)
  if (read.outcome === 'bad') return { issues: read.issues }
  return { issues: findings(read.value.entries), summary: summaryOf(read.value) }
}

function summaryOf(read: Permissions): PermissionsSummary {
  const { grants } = read.entries
  return {
    grants: grants.length,
    scopes: scopesOf(grants).length,
    apis: apisOf(grants).length,
    policyBytes: policySizes(read),
  }
}
