import type { Answer, Asked, Operation } from '../wire/operation.ts'
import { linkOf, pageIn } from '../wire/page.ts'
import { GitHubRefusal, notFound } from '../wire/refusal.ts'
import { commitsOf } from './commits.ts'
import { commitAt, filledRepositoryIn, type Repositories, type Repository } from './repository.ts'

const mostFiles = 300
const mostCommits = 250

/** `GET /compare/{base}...{head}`: what a head has that its merge base with the base has not. */
export const comparisonOperation = (repositories: Repositories): Operation => ({
  id: 'repos/compare-commits',
  method: 'GET',
  pattern: '/repos/{owner}/{repo}/compare/{basehead...}',
  by: 'reader',
  async answer(asked) {
    const repository = await filledRepositoryIn(repositories, asked)
    const [, base, head] = /^(.+?)\.\.\.(.+)$/s.exec(asked.parameters['basehead'] ?? '') ?? []
    if (base === undefined || head === undefined) throw notFound()
    const [from, to] = [await commitAt(repository, base), await commitAt(repository, head)]
    if (from === undefined || to === undefined) throw notFound()
    const { code, output } = await repository.git('merge-base', from, to)
    if (code !== 0) throw new GitHubRefusal(404, `No common ancestor between ${base} and ${head}.`)
    return compared(repository, asked, { from, to, shared: output.trim() })
  },
})

interface Ends {
  readonly from: string
  readonly to: string
  readonly shared: string
}

async function compared(repository: Repository, asked: Asked, ends: Ends): Promise<Answer> {
  const { from, to, shared } = ends
  const [behind = 0, ahead = 0] = (
    await repository.git('rev-list', '--left-right', '--count', `${from}...${to}`)
  ).output
    .trim()
    .split('\t')
    .map(Number)
  const page = pageIn(asked.query)
  const isPaged = asked.query.has('page') || asked.query.has('per_page')
  const all = await commitsOf(repository, ['--reverse', `${from}..${to}`])
  const commits = isPaged
    ? all.slice((page.number - 1) * page.size, page.number * page.size)
    : all.slice(-mostCommits)
  const files = isPaged && page.number > 1 ? [] : (await filesOf(repository, shared, to)).slice(0, mostFiles)
  const [base] = await commitsOf(repository, ['--max-count=1', from])
  const [mergeBase] = await commitsOf(repository, ['--max-count=1', shared])
  return {
    headers: isPaged ? linkOf(asked, page, all.length) : {},
    body: {
      url: `${repository.url}/compare/${from}...${to}`,
      base_commit: base,
      merge_base_commit: mergeBase,
      status: statusOf(ahead, behind),
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits,
      files,
    },
  }
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}

const statuses: Readonly<Record<string, string>> = {
  A: 'added',
  C: 'copied',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
}

async function filesOf({ git, url }: Repository, before: string, after: string) {
  const { output } = await git('diff-tree', '-r', '-z', '--raw', '-M', '--no-abbrev', before, after)
  const fields = output.split('\0')
  const files: object[] = []
  for (let at = 0; at + 1 < fields.length; ) {
    const [, , old = '', now = '', status = ''] = (fields[at] ?? '').split(' ')
    const letter = status.charAt(0)
    const isPair = letter === 'R' || letter === 'C'
    const filename = fields[at + (isPair ? 2 : 1)] ?? ''
    files.push({
      // Of nothing but another mode, there is none.
      sha: letter === 'D' ? old : letter === 'M' && old === now ? null : now,
      filename,
      status: statuses[letter],
      contents_url: `${url}/contents/${encodeURIComponent(filename)}?ref=${after}`,
      ...(isPair && { previous_filename: fields[at + 1] }),
    })
    at += isPair ? 3 : 2
  }
  return files
}
