import type { Operation } from '../wire/operation.ts'
import { notFound } from '../wire/refusal.ts'
import {
  commitAt,
  filledRepositoryIn,
  isObjectName,
  type Repositories,
  type Repository,
} from './repository.ts'

export interface TreeLimits {
  readonly entries: number
  /** Of the answer's `tree`, as JSON. */
  readonly bytes: number
}

/** `GET /git/trees/{sha}`, one level or all of it. */
export const treeOperation = (repositories: Repositories, limits: TreeLimits): Operation => ({
  id: 'git/get-tree',
  method: 'GET',
  pattern: '/repos/{owner}/{repo}/git/trees/{tree_sha...}',
  by: 'reader',
  async answer(asked) {
    const repository = await filledRepositoryIn(repositories, asked)
    const wanted = asked.parameters['tree_sha'] ?? ''
    const place = isObjectName(wanted) ? wanted : await commitAt(repository, wanted)
    // Any value of `recursive` means yes, "0" and "false" too.
    const all = place && (await entriesOf(repository, place, asked.query.has('recursive')))
    if (!all) throw notFound()
    const tree = cutOff(all.entries, limits)
    const { sha } = all
    const url = `${repository.url}/git/trees/${sha}`
    return { body: { sha, url, tree, truncated: tree.length < all.entries.length } }
  },
})

interface Entry {
  readonly path: string
  readonly mode: string
  readonly type: string
  readonly sha: string
  readonly size?: number
  readonly url?: string
}

async function entriesOf({ git, url }: Repository, place: string, isRecursive: boolean) {
  const { code, output } = await git(
    'rev-parse',
    '--quiet',
    '--verify',
    '--end-of-options',
    `${place}^{tree}`,
  )
  if (code !== 0) return undefined
  const sha = output.trim()
  const words = ['ls-tree', '-z', '-l', ...(isRecursive ? ['-r', '-t'] : []), sha]
  const listed = await git(...words)
  const entries = listed.output.split('\0').flatMap((line): Entry[] => {
    const [, mode, type, id, size, path] = /^(\d+) (\w+) (\w+) +(-|\d+)\t(.*)$/s.exec(line) ?? []
    if (mode === undefined || type === undefined || id === undefined || path === undefined) return []
    const link = type === 'commit' ? {} : { url: `${url}/git/${type}s/${id}` }
    return [{ path, mode, type, sha: id, ...(type === 'blob' && { size: Number(size) }), ...link }]
  })
  return { sha, entries }
}

function cutOff(entries: readonly Entry[], limits: TreeLimits): readonly Entry[] {
  let bytes = 0
  const end = entries.findIndex((entry, at) => {
    bytes += Buffer.byteLength(JSON.stringify(entry)) + 1
    return at >= limits.entries || bytes > limits.bytes
  })
  return end < 0 ? entries : entries.slice(0, end)
}
