import type { Issue } from '@sallyport/kernel'
import type { ChangeKind } from './change-set.ts'
import type { PathPattern } from './path-pattern.ts'
import { canonical, type Origin, type SourceKind } from './revision.ts'
import type { RuleWorkspace } from './rule-workspace.ts'

/** What one pipeline waits for. */
export interface Rule {
  /** Its name in CodePipeline; no two rules of a document have the same. */
  readonly pipeline: string
  /** A path counts if one of these matches it, */
  readonly includes: readonly PathPattern[] | 'every'
  /** and none of these does: the rule's own `pathsIgnore` and the document's `ignore`. */
  readonly excludes: readonly PathPattern[]
  readonly changes: readonly ChangeKind[]
  /** Names of calendars, all of which must be open. */
  readonly calendars: readonly string[]
  /** Which new image counts: every one, or one with other layers. */
  readonly when: 'digest' | 'layers'
  /** The package whose directories, and those of all that it depends on, are among `includes`. */
  readonly workspace?: RuleWorkspace
  /** Where its changes come from; `every` is whatever events arrive. */
  readonly sources: readonly RuleSource[] | 'every'
  /** Of all that decides whether it starts; calendars, which decide when, and notes have no part in it. */
  readonly digest: string
  /** Where in the document it stands. */
  readonly path: Issue['path']
}

/** A repository, an object or an image that a document names. */
export interface RuleSource {
  readonly name: string
  readonly kind: SourceKind
  /** As `Origin` has it: the bucket of an object. */
  readonly repository: string
  /** Of an object; it has no branches. */
  readonly key?: string
  /** Short names of branches. */
  readonly branches: readonly PathPattern[] | 'every'
  /** Short names of tags; of an image, its tags. */
  readonly tags: readonly PathPattern[] | 'every'
}

/**
 * Whether changes of an origin are changes of a source.
 *
 * @param tag of an image; without one, the source's globs for tags are not looked at
 */
export function isOf(source: RuleSource, { kind, repository, ref }: Origin, tag?: string): boolean {
  if (source.kind !== kind || !isSameRepository(source, repository)) return false
  if (kind === 's3') return ref === `s3://${repository}/${source.key}`
  if (kind === 'ecr') return tag === undefined || holds(source.tags, tag)
  const [, sort, name = ''] = /^refs\/(heads|tags)\/(.+)$/s.exec(ref) ?? []
  if (sort === undefined) return false
  return holds(sort === 'heads' ? source.branches : source.tags, name)
}

const holds = (globs: readonly PathPattern[] | 'every', name: string) =>
  globs === 'every' || globs.some(({ matches }) => matches(name))

const isSameRepository = ({ kind, repository }: RuleSource, other: string) =>
  canonical({ kind, repository }).repository === canonical({ kind, repository: other }).repository
