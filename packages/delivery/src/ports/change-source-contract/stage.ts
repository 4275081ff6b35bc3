import type { Origin, Revision } from '../../revision.ts'
import type { ChangeSource } from '../change-source.ts'

/** One thing done to the files of an origin. */
export type Edit =
  /** Writes a file, new or not; what is left out is an empty text that nobody may execute. */
  | { readonly put: string; readonly content?: string; readonly executable?: boolean }
  | { readonly remove: string }
  | { readonly rename: string; readonly to: string }

/** What a source's own event is to say. */
export type Told = Pick<Revision, 'happened' | 'ref' | 'from' | 'to'>

/**
 * What befalls the source: it is too busy for one request after the first page, or for all of them from
 * then on, or the repository is gone. A source that cannot be too busy arranges the nearest: nothing for
 * `busy_once`, an answer that breaks off for `busy`.
 */
export type SourceFault = 'busy_once' | 'busy' | 'gone'

/** What the test of an adapter must be able to arrange. Each clause gets a stage of its own. */
export interface ChangeSourceStage {
  readonly source: ChangeSource
  /** Exists, and holds nothing yet; of a repository, its default branch. */
  readonly origin: Origin
  /** Makes one new revision of the origin, even of no edits at all, and says which. */
  readonly land: (edits: readonly Edit[]) => Promise<string>
  /** The event the source sends, as the adapter gets to see it; it is JSON. */
  readonly event: (told: Told) => unknown
  readonly befall: (fault: SourceFault) => Promise<void>
  /** Of the contract's odd paths, those that the source cannot hold, or holds as another. */
  readonly unspeakable?: readonly string[]
}

/** The stage of a source whose revisions have no paths: `land` pushes an image with other layers. */
export interface WholeStage extends ChangeSourceStage {
  /** What the origin's images are called here. */
  readonly tag: string
  /** Pushes the same layers again, under another digest. */
  readonly rebuild: () => Promise<string>
  /** Takes the tag away. */
  readonly untag: () => Promise<void>
}

/** The stage of a source that has branches and tags. */
export interface RepositoryStage extends ChangeSourceStage {
  /** Makes a branch or tag, or moves it, by its full name. */
  readonly point: (ref: string, at: string) => Promise<void>
  readonly removeRef: (ref: string) => Promise<void>
  /** Drops what the origin's branch has since `at`, and lands the edits on it: a force push. */
  readonly rewrite: (at: string, edits: readonly Edit[]) => Promise<string>
  /** Drops a revision that no ref leads to, if the source can be made to. */
  readonly forget: (revision: string) => Promise<'forgotten' | 'kept'>
}
