import { type Operation, requiredIn } from '../wire/operation.ts'
import { pageOf } from '../wire/page.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { structure } from '../wire/shape.ts'
import { branchName, nextToken, repositoryName } from './member.ts'
import { defaultBranchOf, lineOf, repositoryIn, type Store } from './repository.ts'

/** GetBranch: where a branch points. */
export const getBranch = (store: Store): Operation => ({
  input: structure({ repositoryName, branchName }, ['repositoryName', 'branchName']),
  async answer(input) {
    const repository = repositoryIn(input, store)
    const name = requiredIn(input, 'branchName')
    const commitId = await lineOf(repository, 'rev-parse', '-q', '--verify', `refs/heads/${name}^{commit}`)
    if (commitId === undefined || /[~^:]|@\{/.test(name))
      throw new AwsRefusal('BranchDoesNotExistException', `Branch ${name} does not exist`)
    return { branch: { branchName: name, commitId } }
  },
})

/** ListBranches: the names of all branches. There is no such operation for tags. */
export const listBranches = (store: Store): Operation => ({
  input: structure({ repositoryName, nextToken }, ['repositoryName']),
  async answer(input) {
    const repository = repositoryIn(input, store)
    const { output } = await repository.git('for-each-ref', '--format=%(refname)', 'refs/heads')
    const names = output.split('\n').filter(Boolean)
    const page = pageOf(names, { input, size: store.pageSize })
    if (page === 'invalid_token')
      throw new AwsRefusal('InvalidContinuationTokenException', 'The continuation token is not valid')
    return {
      branches: page.items.map((name) => name.replace('refs/heads/', '')),
      ...(page.next === undefined ? {} : { nextToken: page.next }),
    }
  },
})

/** GetRepository: its default branch, and where it would be in AWS. */
export const getRepository = (store: Store): Operation => ({
  input: structure({ repositoryName }, ['repositoryName']),
  async answer(input) {
    const repository = repositoryIn(input, store)
    const { name } = repository
    const { region, accountId } = store
    const defaultBranch = await defaultBranchOf(repository)
    return {
      repositoryMetadata: {
        accountId,
        repositoryName: name,
        ...(defaultBranch === undefined ? {} : { defaultBranch }),
        Arn: `arn:aws:codecommit:${region}:${accountId}:${name}`,
        cloneUrlHttp: `https://git-codecommit.${region}.amazonaws.com/v1/repos/${name}`,
        cloneUrlSsh: `ssh://git-codecommit.${region}.amazonaws.com/v1/repos/${name}`,
      },
    }
  },
})
