/** A document as its store has it. */
export interface StoredDocument {
  readonly content: string
  /** Changes whenever the content may have changed: an ETag, a version id, a modification stamp. */
  readonly version: string
}

/**
 * Where a document lives. Freshness, single flight and the last good version are handled once,
 * above every store, by {@link livingDocument}; a store only reads.
 *
 * "There is no such document" and "I cannot tell" are both failures: `read` rejects with
 * `UpstreamUnavailable`, so that a missing file is never mistaken for an empty one.
 */
export interface DocumentStore {
  /** @param known the version the reader already has, if any */
  readonly read: (known?: string) => Promise<StoredDocument | 'unchanged'>
}
