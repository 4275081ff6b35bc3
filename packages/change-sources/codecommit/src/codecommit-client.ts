import {
  CodeCommitClient,
  type CodeCommitClientConfig,
  GetBranchCommand,
  GetCommitCommand,
  GetDifferencesCommand,
  type GetDifferencesInput,
  GetMergeOptionsCommand,
  type GetMergeOptionsInput,
  GetRepositoryCommand,
  ListBranchesCommand,
  type ListBranchesInput,
} from '@aws-sdk/client-codecommit'

/** The operations a change source asks for. The only file that knows the SDK, so that it can be loaded late. */
export function codecommitClient(options: CodeCommitClientConfig) {
  // Trying again is done above, with one number of attempts for every fault.
  const client = new CodeCommitClient({ ...options, maxAttempts: 1 })
  return {
    branch: (repositoryName: string, branchName: string) =>
      client.send(new GetBranchCommand({ repositoryName, branchName })),
    commit: (repositoryName: string, commitId: string) =>
      client.send(new GetCommitCommand({ repositoryName, commitId })),
    repository: (repositoryName: string) => client.send(new GetRepositoryCommand({ repositoryName })),
    branches: (input: ListBranchesInput) => client.send(new ListBranchesCommand(input)),
    merge: (input: Omit<GetMergeOptionsInput, 'conflictDetailLevel'>) =>
      client.send(new GetMergeOptionsCommand(input)),
    differences: (input: GetDifferencesInput) => client.send(new GetDifferencesCommand(input)),
  }
}

export type CodeCommit = ReturnType<typeof codecommitClient>
export type { CodeCommitClientConfig, Difference, GetDifferencesOutput } from '@aws-sdk/client-codecommit'
