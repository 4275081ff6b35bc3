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
  /** What it points to now; absent when the ref is gone, or where the event does not say. */
  readonly to?: string
  /** What an image is called. It belongs to the revision: an image's origin is its repository. */
  readonly tag?: string
  /**
   * Puts the events of one origin in order, compared as text: a later one has a greater one. Absent where
   * the source's events have no order; then where the ref points tells.
   */
  readonly order?: string
  /** Why a pipeline could not deploy it, in words: an image without a tag, a signature of one. */
  readonly undeployable?: string
}

/**
 * What an event says that its ref pointed to before what it points to now. Where a ref was before it was
 * deleted says nothing of what came after.
 */
export const toldBefore = ({ happened, from }: Revision): string | undefined =>
  happened === 'deleted' ? undefined : from

/** A name of an image, and what it stands for now. */
export interface Tagged {
  readonly tag: string
  readonly to: string
  /** As of {@link Revision}: when the image was pushed. */
  readonly order: string
}

/**
 * The one spelling of an origin, by which the ledger knows it. GitHub's names are the same in any case;
 * events have the one that the owner chose, and rules whichever their author did.
 */
export function canonical<Spelt extends Pick<Origin, 'kind' | 'repository'>>(origin: Spelt): Spelt {
  return origin.kind === 'github' ? { ...origin, repository: origin.repository.toLowerCase() } : origin
}

/** `codecommit:shop`: how a source is named in decisions and in the ledger. */
export function sourceName({ kind, repository }: Pick<Origin, 'kind' | 'repository'>): string {
  return `${kind}:${repository}`
}
