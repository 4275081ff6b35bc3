import type { Change } from '@sallyport/delivery'
import { type GitOptions, repositoryIn } from './git-options.ts'
import { fieldsOf } from './git-process.ts'
import { isObjectName } from './object-name.ts'
import { isRawField, rawChange } from './raw-change.ts'

export interface LandingsOptions extends Omit<GitOptions, 'name' | 'defaultBranch'> {
  /** As `git log` takes it: `main`, `v1..v2`, a commit. Defaults to `HEAD`. */
  readonly range?: string
}

/** One step of a branch: what it brought against the branch as it was before, merged or not. */
export interface Landing {
  readonly revision: string
  /** The branch before; nothing for the first commit of all. */
  readonly parent?: string
  /** When it was committed, in milliseconds since the Unix epoch. */
  readonly at: number
  readonly changes: readonly Change[]
}

/**
 * The landings of a branch, the oldest first, read as they are needed from one run of `git log` along
 * first parents.
 *
 * A range that git does not know, or a repository without commits, rejects with `UpstreamUnavailable`;
 * a path that is no repository with `SourceRefused`.
 *
 * @throws ConfigurationInvalid when an option cannot work
 */
export function landings(options: LandingsOptions): AsyncIterable<Landing> {
  const { range = 'HEAD', ...rest } = options
  const repository = repositoryIn(rest)
  const words = [...logWords, '--end-of-options', range, '--']
  return { [Symbol.asyncIterator]: () => landingsIn(fieldsOf(repository, { words })) }
}

const logWords = [
  '-c',
  'log.showRoot=true',
  '-c',
  'log.showSignature=false',
  '-c',
  'log.follow=false',
  'log',
  '--first-parent',
  '--diff-merges=first-parent',
  '--reverse',
  '--raw',
  '-z',
  '--no-renames',
  '--no-abbrev',
  '--no-relative',
  '--no-color',
  '--no-notes',
  '--no-decorate',
  '--ignore-submodules=none',
  '--format=%x00%H %ct %P',
]

async function* landingsIn(batches: AsyncIterable<readonly string[]>): AsyncGenerator<Landing> {
  let open: { readonly landing: Landing; readonly changes: Change[] } | undefined
  let entry: string | undefined
  for await (const fields of batches)
    for (const field of fields) {
      if (entry !== undefined) {
        open?.changes.push(rawChange(entry, field))
        entry = undefined
        continue
      }
      // Git sets the entries of a commit off by a newline.
      const text = field.startsWith('\n') ? field.slice(1) : field
      if (isRawField(text)) {
        entry = text
        continue
      }
      const next = opened(text)
      if (next === undefined) continue
      if (open !== undefined) yield open.landing
      open = next
    }
  if (open !== undefined) yield open.landing
}

function opened(text: string) {
  const [revision, seconds, parent] = text.split(' ')
  if (!isObjectName(revision)) return undefined
  const changes: Change[] = []
  const landing = { revision, ...(isObjectName(parent) && { parent }), at: Number(seconds) * 1000, changes }
  return { landing, changes }
}
