import type { Change, Completeness, Interest } from '../change-set.ts'
import type { Origin, Revision, SourceKind, Tagged } from '../revision.ts'
import type { Pin } from './pipeline-starter.ts'

/** A revision is the first that there ever was, for certain: all it holds was added. */
export const nothingBefore = { before: 'nothing' } as const
export type NothingBefore = typeof nothingBefore

/**
 * Somewhere that changes come from, and that can be asked what they are.
 *
 * "There is no such commit" is an answer; "I cannot tell" is a failure: throttling that outlasts the
 * adapter's own retries, a lost connection or an unreadable answer reject with `UpstreamUnavailable`.
 * A repository that is gone, or may not be read, rejects with {@link SourceRefused}.
 */
export interface ChangeSource {
  /** Of all its origins. */
  readonly kind: SourceKind
  /** Reads an event of this source; nothing for anything else. Never throws, whatever the event is. */
  readonly recognise: (event: unknown) => Revision | undefined
  /** Where the ref, or the image's tag, points now; nothing when it does not exist. */
  readonly tip: (asked: Origin & Pick<Revision, 'tag'>) => Promise<string | undefined>
  /**
   * What a revision of a ref that was never decided is to be compared with: the merge base with the
   * default branch, the tag before, the version before; nothing where it cannot be found.
   */
  readonly firstBase: (origin: Origin, to: string) => Promise<string | NothingBefore | undefined>
  /**
   * Compares two revisions, tree against tree.
   *
   * @param from nothing stands for the empty tree: everything was added
   * @returns `unknown_base` when `from` cannot be resolved (any more)
   */
  readonly changes: (span: Span) => Promise<Comparison>
  /** How a pipeline is told to take exactly this revision. */
  readonly pin: (origin: Origin, to: string) => Pin
  /** Every branch and tag there is now, by full name; for sources without refs, nothing. */
  readonly refs: (origin: Pick<Origin, 'kind' | 'repository'>) => Promise<readonly string[]>
  /**
   * What the ledger is to keep of a revision that the source itself will forget, as text: given back in
   * {@link Span} when it is the base. Nothing for a revision that can be asked for again.
   */
  readonly snapshot?: (origin: Origin, to: string) => Promise<string | undefined>
  /** Every tagged image there is now; of sources whose revisions have tags. */
  readonly tags?: (origin: Pick<Origin, 'kind' | 'repository'>) => Promise<readonly Tagged[]>
}

export interface Span {
  readonly origin: Origin
  readonly from: string | undefined
  readonly to: string
  /** What need not be told: a source may leave out paths under none of these prefixes. */
  readonly interest: Interest
  /** What {@link ChangeSource.snapshot} once gave of `from`, if it gave anything. */
  readonly snapshot?: string
}

export type Comparison =
  | {
      readonly outcome: 'compared'
      /** May be left before its end; pages that were not asked for are then never read. */
      readonly changes: AsyncIterable<Change>
      /** Final once the changes were read to their end. */
      readonly completeness: () => Completeness
    }
  | Whole
  /** The source refuses to judge by what it found, in words; a person has to look. */
  | { readonly outcome: 'suspicious'; readonly found: string }
  | { readonly outcome: 'unknown_base' }
  | { readonly outcome: 'unknown_revision' }

/** A revision without paths to judge by. It is compared as a whole. */
export interface Whole {
  readonly outcome: 'whole'
  /** `rebuild`: the same content in another wrapping, such as an image of the same layers. */
  readonly differs: 'nothing' | 'rebuild' | 'content'
  /** Of an archive that was expected to have paths and shows none: why, in words. */
  readonly opaque?: string
}
