/** What became of one path. A rename is a deletion and an addition. */
export type ChangeKind = 'added' | 'modified' | 'deleted'

export interface Change {
  /** From the root, with forward slashes, as the source spells it: it may hold spaces, quotes and newlines. */
  readonly path: string
  readonly change: ChangeKind
  /** The Git object id of the new content, where the source knows it: content can then be told from content. */
  readonly object?: string
}

/**
 * How the changes told relate to the real ones: all of them and no other, all of them and maybe more,
 * or possibly not all.
 */
export type Completeness = 'exact' | 'superset' | 'unknown'

/** Prefixes of paths that some rule watches, or every path. */
export type Interest = readonly string[] | 'every'
