/**
 * A source said no for good: the repository is gone, or we may not read it. Not a failure of ours, and
 * asking again does not help; a person has to look.
 */
export class SourceRefused extends Error {
  // Spelt out because a minified bundle renames classes, and logs outlive bundles.
  override readonly name = 'SourceRefused'
  readonly reason: 'repository_missing' | 'access_denied'

  /** @param source such as `codecommit:shop` */
  constructor(source: string, reason: SourceRefused['reason'], options?: { readonly cause?: unknown }) {
    super(`${source}: expected a repository that can be read, found ${reason}`, options)
    this.reason = reason
  }
}
