import type { ApiStage } from '../method-arn.ts'
import type { Grants } from '../permission.ts'

/**
 * Where permissions come from: a document behind an index is one implementation, a table keyed by
 * scope another.
 *
 * An outage rejects with `UpstreamUnavailable`: no permissions known is not the same as none given.
 */
export interface PermissionSource {
  /** Everything that may matter to a caller with these scopes on this API and stage. */
  readonly grants: (
    scopes: ReadonlySet<string>,
    api: ApiStage,
  ) => Promise<{ readonly grants: Grants; readonly version: string }>
}
