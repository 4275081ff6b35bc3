import { AwsRefusal } from '../wire/refusal.ts'
import { lineOf, type Repository } from './repository.ts'

const fullId = /^[0-9a-f]{40}$/i

/** The commit a specifier means: a full id, a full reference, a branch, a tag, or `HEAD`. */
export async function commitAt(repository: Repository, specifier: string): Promise<string> {
  const commit = fullId.test(specifier)
    ? await knownCommit(repository, specifier.toLowerCase())
    : await namedCommit(repository, specifier)
  if (commit === undefined)
    throw new AwsRefusal('CommitDoesNotExistException', `Commit ${specifier} does not exist`)
  return commit
}

/** The commit of a full id, unless there is none, or it is out of reach and forgotten. */
export async function knownCommit(repository: Repository, id: string): Promise<string | undefined> {
  const type = await lineOf(repository, 'cat-file', '-t', id)
  if (type !== 'commit') return undefined
  if (repository.unreachableCommits === 'kept') return id
  const references = await lineOf(repository, 'for-each-ref', '--count=1', '--contains', id)
  return references === undefined || references === '' ? undefined : id
}

async function namedCommit(repository: Repository, name: string): Promise<string | undefined> {
  const full = name === 'HEAD' || name.startsWith('refs/')
  for (const reference of full ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`]) {
    const commit = await lineOf(repository, 'rev-parse', '-q', '--verify', `${reference}^{commit}`)
    if (commit !== undefined) return commit
  }
  return undefined
}
