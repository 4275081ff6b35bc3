import type { Change, ChangeSource, Comparison, Origin, Pin, Span } from '@sallyport/delivery'
import { SourceRefused } from '@sallyport/delivery'
import { branchOfHead, mergeBase, tagBefore } from './ancestor.ts'
import { type GitOptions, repositoryIn } from './git-options.ts'
import { fieldsOf, type GitRepository, textOf } from './git-process.ts'
import { commitsOf, emptyTree, isObjectName } from './object-name.ts'
import { rawChange } from './raw-change.ts'
import { isRefName } from './ref-name.ts'
import { revisionIn } from './reference-event.ts'

/**
 * Tells what changed in one git repository on this machine, by running `git`.
 *
 * A path that is no repository (any more) rejects with `SourceRefused`, as does an origin of another
 * repository; git missing, failing or out of time rejects with `UpstreamUnavailable`.
 *
 * @throws ConfigurationInvalid when an option cannot work
 */
export function git(options: GitOptions): ChangeSource {
  const repository = repositoryIn(options)
  const own = (origin: Pick<Origin, 'kind' | 'repository'>) => {
    if (origin.kind !== 'git' || origin.repository !== repository.name)
      throw new SourceRefused(`${origin.kind}:${origin.repository}`, 'repository_missing')
  }

  return {
    kind: 'git',
    recognise(event) {
      try {
        return revisionIn(event, repository.name)
      } catch {
        // Only a value that is no JSON, such as one with a getter that throws, comes here.
        return undefined
      }
    },
    async tip(origin) {
      own(origin)
      const [commit] = await commitsOf(repository, [isRefName(origin.ref) ? origin.ref : undefined])
      return commit
    },
    async firstBase(origin, to) {
      own(origin)
      if (!isObjectName(to)) return undefined
      if (origin.ref.startsWith('refs/tags/')) return tagBefore(repository, to)
      const { defaultBranch } = options
      const ref = defaultBranch === undefined ? await branchOfHead(repository) : `refs/heads/${defaultBranch}`
      return mergeBase(repository, origin, { to, defaultBranch: ref })
    },
    async changes(span) {
      own(span.origin)
      return comparison(repository, span)
    },
    pin: (origin, to) => pinOf(origin, to),
    async refs(origin) {
      own(origin)
      const words = ['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/tags']
      return (await textOf(repository, { words })).split('\n').filter((ref) => ref !== '')
    },
  }
}

async function comparison(repository: GitRepository, { from, to }: Span): Promise<Comparison> {
  // Whatever is not a full name cannot be a revision of this source, and never reaches git.
  const asked = [to, from].map((name) => (isObjectName(name) ? name : undefined))
  const [newer, older] = await commitsOf(repository, asked)
  if (newer === undefined) return { outcome: 'unknown_revision' }
  if (from !== undefined && older === undefined) return { outcome: 'unknown_base' }

  let isRead = false
  const words = [...diffWords, older ?? emptyTree(newer), newer]
  return {
    outcome: 'compared',
    changes: {
      async *[Symbol.asyncIterator]() {
        yield* changesIn(fieldsOf(repository, { words }))
        isRead = true
      },
    },
    completeness: () => (isRead ? 'exact' : 'unknown'),
  }
}

const diffWords = [
  'diff-tree',
  '-r',
  '-z',
  '--raw',
  '--no-renames',
  '--no-abbrev',
  '--ignore-submodules=none',
]

async function* changesIn(batches: AsyncIterable<readonly string[]>): AsyncGenerator<Change> {
  let entry: string | undefined
  for await (const fields of batches)
    for (const field of fields) {
      if (entry === undefined) {
        entry = field
        continue
      }
      yield rawChange(entry, field)
      entry = undefined
    }
}

const pinOf = ({ repository, ref }: Origin, to: string): Pin => ({
  revisionType: 'COMMIT_ID',
  revisionValue: to,
  action: {
    provider: 'Git',
    configuration: { RepositoryName: repository },
    ...(ref.startsWith('refs/heads/') && { preferably: { BranchName: ref.slice('refs/heads/'.length) } }),
  },
})
