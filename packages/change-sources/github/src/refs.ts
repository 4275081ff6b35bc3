import type { Origin } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { memberAt } from './answer-body.ts'
import { gaveUp } from './fault.ts'
import { isObjectName } from './object-name.ts'
import { repositoryItself } from './question.ts'
import type { Questions } from './questions.ts'
import { isRefName } from './ref-name.ts'

const heads = 'refs/heads/'

/** The commit that a branch or tag points to now; nothing when there is none. */
export async function tipOf(questions: Questions, { repository, ref }: Origin): Promise<string | undefined> {
  if (!isRefName(ref)) return undefined
  const answer = await questions.ask({
    repository,
    read: (github, sent) => github.ref(sent, ref.slice('refs/'.length)),
    remembered: ref,
  })
  // Older servers answer with every ref that begins with the name.
  if (answer === 'absent' || memberAt(answer.body, 'ref') !== ref) return undefined
  return commitIn(questions, repository, memberAt(answer.body, 'object'))
}

/** A tag of a tag is unusual, and one of a tag of a tag of a tag is not met. */
const mostTags = 5

async function commitIn(
  questions: Questions,
  repository: string,
  object: unknown,
): Promise<string | undefined> {
  let at = object
  for (let tags = 0; tags <= mostTags; tags += 1) {
    const [sha, type] = [memberAt(at, 'sha'), memberAt(at, 'type')]
    if (!isObjectName(sha))
      throw new UpstreamUnavailable(`github:${repository}`, { found: 'a ref without a sha' })
    if (type === 'commit') return sha
    if (type !== 'tag') return undefined
    const answer = await questions.ask({
      repository,
      read: (github, sent) => github.tag(sent, sha),
      remembered: `tag ${sha}`,
    })
    if (answer === 'absent') return undefined
    at = memberAt(answer.body, 'object')
  }
  return undefined
}

/**
 * Where a branch left the default branch. Of a tag nothing: the tag before it cannot be found without
 * comparing it with each other tag.
 */
export async function mergeBase(
  questions: Questions,
  { repository, ref }: Origin,
  to: string,
): Promise<string | undefined> {
  if (!ref.startsWith(heads) || !isObjectName(to)) return undefined
  const about = await questions.ask(repositoryItself(repository))
  const name = about === 'absent' ? undefined : memberAt(about.body, 'default_branch')
  if (typeof name !== 'string' || ref === `${heads}${name}`) return undefined
  // By its commit: a tag may have the branch's name.
  const tip = await tipOf(questions, { kind: 'github', repository, ref: `${heads}${name}` })
  if (tip === undefined) return undefined
  const answer = await questions
    .ask({ repository, read: (github, sent) => github.comparison(sent, `${tip}...${to}`) })
    .catch((failure: unknown) => {
      // Some comparisons are more than GitHub can do. What differs from the default branch as it is now
      // holds all that the branch has changed.
      if (gaveUp(failure)) return 'too_much' as const
      throw failure
    })
  if (answer === 'too_much') return tip
  const base = answer === 'absent' ? undefined : memberAt(answer.body, 'merge_base_commit', 'sha')
  return isObjectName(base) ? base : undefined
}

/** Every branch and tag, by full name. */
export async function refsOf(questions: Questions, repository: string): Promise<readonly string[]> {
  const branches = await namesOf(questions, repository, 'branches')
  const tags = await namesOf(questions, repository, 'tags')
  return [...branches.map((name) => `${heads}${name}`), ...tags.map((name) => `refs/tags/${name}`)]
}

async function namesOf(
  questions: Questions,
  repository: string,
  sort: 'branches' | 'tags',
): Promise<readonly string[]> {
  // What moves from one page to another meanwhile may be told twice.
  const names = new Set<string>()
  for (let page = 1; ; page += 1) {
    const answer = await questions.ask({
      repository,
      read: (github, sent) => github[sort](sent, page),
      remembered: `${sort} ${page}`,
    })
    if (answer === 'absent') return [...names]
    if (!Array.isArray(answer.body))
      throw new UpstreamUnavailable(`github:${repository}`, { found: `no list of ${sort}` })
    for (const each of answer.body) {
      const name = memberAt(each, 'name')
      if (typeof name === 'string') names.add(name)
    }
    if (!/;\s*rel="next"/.test(answer.link ?? '')) return [...names]
  }
}
