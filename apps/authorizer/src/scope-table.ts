import { createHash } from 'node:crypto'
import type { PermissionSource } from '@sallyport/access'
import { type ScopedPermissionsOptions, scopedPermissions } from '@sallyport/access/scoped'
import { type DynamodbByScopeOptions, dynamodbByScope } from '@sallyport/document-dynamodb'

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Permissions in a DynamoDB table keyed by scope. */
export function scopeTable(
  options: DynamodbByScopeOptions,
  living: Omit<ScopedPermissionsOptions, 'storeOf' | 'digest'>,
): PermissionSource {
  return scopedPermissions({ ...living, ...dynamodbByScope(options), digest })
}
