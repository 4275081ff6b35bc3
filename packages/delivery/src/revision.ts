/** Which kind of source a revision is of; also the word that names it in a rules document. */
export type SourceKind = 'codecommit' | 'github' | 's3' | 'ecr' | 'git' | (string & {})

/** A place whose changes are watched: one branch or tag of one repository, one object, one image. */
export interface Origin {
  readonly kind: SourceKind
  /** The repository's name, `owner/name` on GitHub, the bucket of an object. */
  readonly repository: string
  /** The full name of a branch or tag (`refs/heads/main`), `s3://bucket/key`, or the image's repository. */
  readonly ref: string
}

/** What a source-change event says happened. */
export interface Revision extends Origin {
  readonly happened: 'created' | 'updated' | 'deleted'
  /** What the ref pointed to before, as the event has it. It is not the baseline. */
  readonly from?: string
  /** What it points to now; absent when the ref is gone. */
  readonly to?: string
}

/** `codecommit:shop`: how a source is named in decisions and in the ledger. */
export function sourceName({ kind, repository }: Pick<Origin, 'kind' | 'repository'>): string {
  return `${kind}:${repository}`
}
