import type { Change, Completeness, Interest } from '../change-set.ts'
import type { Origin, Revision, SourceKind } from '../revision.ts'
import type { Pin } from './pipeline-starter.ts'

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
  /** Where the ref points now; nothing when it does not exist. */
  readonly tip: (origin: Origin) => Promise<string | undefined>
  /**
   * What a revision of a ref that was never decided is to be compared with: the merge base with the
   * default branch, the tag before; nothing where there is none.
   */
  readonly firstBase: (origin: Origin, to: string) => Promise<string | undefined>
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
}

export interface Span {
  readonly origin: Origin
  readonly from: string | undefined
  readonly to: string
  /** What need not be told: a source may leave out paths under none of these prefixes. */
  readonly interest: Interest
}

export type Comparison =
  | {
      readonly outcome: 'compared'
      /** May be left before its end; pages that were not asked for are then never read. */
      readonly changes: AsyncIterable<Change>
      /** Final once the changes were read to their end. */
      readonly completeness: () => Completeness
    }
  | { readonly outcome: 'unknown_base' }
  | { readonly outcome: 'unknown_revision' }
