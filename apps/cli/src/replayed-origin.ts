import type { Origin } from '@sallyport/delivery'
import type { Rules, RuleSource } from '@sallyport/delivery/rules'
import { nearestWord } from '@sallyport/kernel'
import { UsageError } from './exit.ts'
import type { LocalRepository } from './git-repository.ts'

export interface OriginOptions {
  /** Of the branch filters. */
  readonly branch?: string
  /** The name of a source in the rules. */
  readonly source?: string
}

/**
 * As what source's changes a history is replayed: the one that the rules name, if it is one.
 *
 * @throws UsageError when the rules name several and nobody chose, or none that is a repository
 */
export function replayedOrigin(
  { branch, source }: OriginOptions,
  sets: readonly Rules[],
  repository: LocalRepository,
): Origin {
  const named = sets
    .map(({ sources }) => (sources === 'every' ? [] : sources))
    .find((each) => each.length > 0)
  if (named === undefined && source !== undefined)
    throw new UsageError('--source', 'none, since the rules name no sources', JSON.stringify(source))
  const name = branch ?? repository.branch
  if (name === undefined && named !== undefined)
    throw new UsageError('--branch', 'the name of a branch, since HEAD is on none', 'nothing')
  const ref = `refs/heads/${(name ?? 'HEAD').replace(/^refs\/heads\//, '')}`
  if (named === undefined) return { kind: 'git', repository: repository.top.split('/').at(-1) ?? '', ref }
  const { kind, repository: place } = source === undefined ? onlyOne(named) : sourceNamed(source, named)
  return { kind, repository: place, ref }
}

const hasHistory = ({ kind }: RuleSource) => kind !== 's3' && kind !== 'ecr'

function onlyOne(sources: readonly RuleSource[]): RuleSource {
  const repositories = sources.filter(hasHistory)
  const places = new Map(
    repositories.map((source) => [JSON.stringify([source.kind, source.repository]), source]),
  )
  const [only] = places.values()
  if (only === undefined)
    throw new UsageError('--rules', 'a source that is a repository', 'objects and images only')
  if (places.size === 1) return only
  const names = repositories.map(({ name }) => name).join(', ')
  throw new UsageError('--source', `one of ${names}, since the rules name several repositories`, 'nothing')
}

function sourceNamed(name: string, sources: readonly RuleSource[]): RuleSource {
  const names = sources.filter(hasHistory).map((source) => source.name)
  const found = sources.find((source) => source.name === name)
  if (found !== undefined && hasHistory(found)) return found
  const near = nearestWord(name, names)
  const hint = near === undefined ? '' : `; did you mean "${near}"?`
  throw new UsageError('--source', `one of ${names.join(', ')}`, `${JSON.stringify(name)}${hint}`)
}
