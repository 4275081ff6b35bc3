import { randomUUID } from 'node:crypto'

/**
 * The EventBridge event of one manifest that was pushed, or of one that was deleted.
 *
 * Source: Amazon ECR user guide, "Amazon ECR events and EventBridge".
 */
export interface ImageAction {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': 'ECR Image Action' | 'ECR Referrer Action'
  readonly source: 'aws.ecr'
  readonly account: string
  /** `2026-11-25T09:00:00Z` */
  readonly time: string
  readonly region: string
  /** Always empty. */
  readonly resources: readonly []
  readonly detail: {
    readonly result: 'SUCCESS'
    readonly 'repository-name': string
    readonly 'image-digest': string
    readonly 'action-type': 'PUSH' | 'DELETE'
    readonly 'image-tag'?: string
    readonly 'manifest-media-type'?: string
    readonly 'artifact-media-type'?: string
  }
}

/** Told of each event once. */
export type OnImageAction = (event: ImageAction) => unknown

export interface Happening {
  readonly action: 'PUSH' | 'DELETE'
  readonly repository: string
  readonly digest: string
  readonly tag: string | undefined
  readonly mediaType: string
  readonly artifactMediaType: string | undefined
  readonly subject: string | undefined
  /** Seconds since the Unix epoch. */
  readonly at: number
}

export function imageActionOf(
  happening: Happening,
  { region, accountId }: { readonly region: string; readonly accountId: string },
): ImageAction {
  const { action, repository, digest, tag, mediaType, artifactMediaType, subject, at } = happening
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': subject === undefined ? 'ECR Image Action' : 'ECR Referrer Action',
    source: 'aws.ecr',
    account: accountId,
    time: `${new Date(at * 1000).toISOString().slice(0, 19)}Z`,
    region,
    resources: [],
    detail: {
      result: 'SUCCESS',
      'repository-name': repository,
      'image-digest': digest,
      'action-type': action,
      ...(tag === undefined ? {} : { 'image-tag': tag }),
      'manifest-media-type': mediaType,
      ...(artifactMediaType === undefined ? {} : { 'artifact-media-type': artifactMediaType }),
    },
  }
}
