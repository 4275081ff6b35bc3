import type { Input } from '../wire/input-check.ts'
import { numberIn, type Operation, requiredIn, textIn } from '../wire/operation.ts'
import { pageOf } from '../wire/page.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { structure } from '../wire/shape.ts'
import { commitAt } from './commit-specifier.ts'
import { commitSpecifier, maxResults, nextToken, path, repositoryName } from './member.ts'
import { lineOf, type Repository, repositoryIn, type Store } from './repository.ts'
import { type Difference, differencesBetween } from './tree-comparison.ts'

const input = structure(
  {
    repositoryName,
    beforeCommitSpecifier: commitSpecifier,
    afterCommitSpecifier: commitSpecifier,
    beforePath: path,
    afterPath: path,
    MaxResults: maxResults,
    NextToken: nextToken,
  },
  ['repositoryName', 'afterCommitSpecifier'],
)

/** GetDifferences: what is different between two trees, page by page. */
export function getDifferences(store: Store): Operation {
  const compare = rememberingTheLast(differencesBetween)
  return {
    input,
    async answer(asked) {
      const repository = repositoryIn(asked, store)
      const before = textIn(asked, 'beforeCommitSpecifier')
      const base = before === undefined ? undefined : await commitAt(repository, before)
      const tip = await commitAt(repository, requiredIn(asked, 'afterCommitSpecifier'))
      const beforePath = await pathIn(asked, 'beforePath', { repository, commit: base })
      const afterPath = await pathIn(asked, 'afterPath', { repository, commit: tip })
      const all = await compare(repository, base, tip)
      const wanted = all.filter((difference) => isWithin(difference, beforePath, afterPath))
      return answerOf(wanted, asked, store)
    },
  }
}

function answerOf(wanted: readonly Difference[], asked: Input, { pageSize }: Store): object {
  const size = Math.min(numberIn(asked, 'MaxResults', pageSize), pageSize)
  const page = pageOf(wanted, { input: asked, size })
  if (page === 'invalid_token')
    throw new AwsRefusal('InvalidContinuationTokenException', 'The continuation token is not valid')
  return { differences: page.items, ...(page.next === undefined ? {} : { NextToken: page.next }) }
}

interface Side {
  readonly repository: Repository
  readonly commit: string | undefined
}

/** A path that was asked for, once it is known to be there. */
async function pathIn(asked: Input, member: string, { repository, commit }: Side) {
  const wanted = textIn(asked, member)?.replace(/\/$/, '')
  if (wanted === undefined) return undefined
  const found =
    commit === undefined
      ? undefined
      : await lineOf(repository, 'rev-parse', '-q', '--verify', `${commit}:${wanted}`)
  if (found === undefined) throw new AwsRefusal('PathDoesNotExistException', `Path ${wanted} does not exist`)
  return wanted
}

function isWithin(
  { beforeBlob, afterBlob }: Difference,
  beforePath: string | undefined,
  afterPath: string | undefined,
): boolean {
  if (beforePath === undefined && afterPath === undefined) return true
  return isBelow(beforeBlob?.path, beforePath) || isBelow(afterBlob?.path, afterPath)
}

const isBelow = (found: string | undefined, directory: string | undefined) =>
  found !== undefined && directory !== undefined && (found === directory || found.startsWith(`${directory}/`))

/** The next page is mostly of the same comparison, and git would make it anew. */
function rememberingTheLast(compare: typeof differencesBetween): typeof differencesBetween {
  let last: { readonly key: string; readonly differences: ReturnType<typeof differencesBetween> } | undefined
  return (repository, before, after) => {
    const key = `${repository.name} ${before} ${after}`
    if (last?.key === key) return last.differences
    const differences = compare(repository, before, after)
    last = { key, differences }
    differences.catch(() => {
      last = undefined
    })
    return differences
  }
}
