import type { Repository } from './repository.ts'

/** One side of a difference (`BlobMetadata`). */
export interface Blob {
  readonly blobId: string
  readonly path: string
  /** As git has it: `100644`, `100755`, `120000`, `160000`. */
  readonly mode: string
}

/** `Difference` of CodeCommit's model. */
export interface Difference {
  readonly changeType: 'A' | 'M' | 'D'
  readonly beforeBlob?: Blob
  readonly afterBlob?: Blob
}

/** The id of a tree without entries, which every git repository knows. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** Compares tree with tree; a rename is a deletion and an addition. */
export async function differencesBetween(
  { git }: Repository,
  before: string | undefined,
  after: string,
): Promise<readonly Difference[]> {
  const command = [
    'diff-tree',
    '-r',
    '-z',
    '--raw',
    '--no-renames',
    '--no-abbrev',
    '--ignore-submodules=none',
  ]
  const { code, output } = await git(...command, before ?? emptyTree, after)
  if (code !== 0) throw new Error(`git diff-tree: expected differences, found status ${code}`)
  const fields = output.split('\0')
  return Array.from({ length: Math.floor(fields.length / 2) }, (_, index) =>
    differenceOf(fields[2 * index] ?? '', fields[2 * index + 1] ?? ''),
  )
}

/** `:100644 100644 id id M`, and the path that follows it. */
function differenceOf(facts: string, path: string): Difference {
  const [beforeMode = '', afterMode = '', beforeId = '', afterId = '', status] = facts.slice(1).split(' ')
  const beforeBlob = { blobId: beforeId, path, mode: beforeMode }
  const afterBlob = { blobId: afterId, path, mode: afterMode }
  if (status === 'A') return { changeType: 'A', afterBlob }
  if (status === 'D') return { changeType: 'D', beforeBlob }
  return { changeType: 'M', beforeBlob, afterBlob }
}
