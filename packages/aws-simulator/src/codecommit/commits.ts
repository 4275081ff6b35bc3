import { type Operation, requiredIn } from '../wire/operation.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { structure } from '../wire/shape.ts'
import { knownCommit } from './commit-specifier.ts'
import { commitId, repositoryName } from './member.ts'
import { repositoryIn, type Store } from './repository.ts'

/** Commit, tree, parents, then who and when, then the message; fields end with a zero byte. */
const format = '%H%x00%T%x00%P%x00%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd%x00%B'

/** GetCommit: one commit, by its full id. */
export const getCommit = (store: Store): Operation => ({
  input: structure({ repositoryName, commitId }, ['repositoryName', 'commitId']),
  async answer(input) {
    const repository = repositoryIn(input, store)
    const asked = requiredIn(input, 'commitId').toLowerCase()
    const id = await knownCommit(repository, asked)
    if (id === undefined)
      throw new AwsRefusal('CommitIdDoesNotExistException', `Commit ${asked} does not exist`)
    const { output } = await repository.git(
      'log',
      '-1',
      '--date=raw',
      '--encoding=UTF-8',
      `--format=${format}`,
      id,
    )
    const [commit, tree, parents = '', ...rest] = output.split('\0')
    const [name, email, date, committer, committerEmail, committerDate, message = ''] = rest
    return {
      commit: {
        commitId: commit,
        treeId: tree,
        parents: parents.split(' ').filter(Boolean),
        message: message.replace(/\n$/, ''),
        author: { name, email, date },
        committer: { name: committer, email: committerEmail, date: committerDate },
        additionalData: '',
      },
    }
  },
})
