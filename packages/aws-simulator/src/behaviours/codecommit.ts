import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const codecommitBehaviours = [
  {
    id: 'codecommit-own-exceptions',
    statement:
      'A missing or malformed member has an exception of its own, such as `RepositoryNameRequiredException`',
    evidence: 'documented',
    source: 'CodeCommit API reference, Errors of each operation',
  },
  {
    id: 'codecommit-repository-missing',
    statement: 'A repository nobody made is `RepositoryDoesNotExistException`',
    evidence: 'documented',
    source: 'CodeCommit API reference',
  },
  {
    id: 'codecommit-branch',
    statement:
      'GetBranch answers the commit of a branch, by its short name, or `BranchDoesNotExistException`',
    evidence: 'documented',
    source: 'CodeCommit API reference, GetBranch',
  },
  {
    id: 'codecommit-branches-only',
    statement: 'ListBranches lists branches in pages; nothing lists tags',
    evidence: 'documented',
    source: 'CodeCommit API reference, its list of operations',
  },
  {
    id: 'codecommit-default-branch',
    statement: 'GetRepository names the default branch, unless the repository is empty',
    evidence: 'documented',
    source: 'CodeCommit API reference, RepositoryMetadata',
  },
  {
    id: 'codecommit-commit-full-id',
    statement: 'GetCommit takes a full commit id only; another is `InvalidCommitIdException`',
    evidence: 'documented',
    source: 'CodeCommit API reference, GetCommit',
  },
  {
    id: 'codecommit-commit-missing',
    statement: 'An id that is no commit’s is `CommitIdDoesNotExistException`',
    evidence: 'documented',
    source: 'CodeCommit API reference, GetCommit',
  },
  {
    id: 'codecommit-commit-date',
    statement: 'Dates of a commit are seconds and an offset, `1484167798 -0800`',
    evidence: 'documented',
    source: 'CodeCommit API reference, UserInfo, and its example',
  },
  {
    id: 'codecommit-specifier',
    statement: 'A commit specifier is a full id, a branch, a tag, `HEAD` or a fully qualified reference',
    evidence: 'documented',
    source: 'CodeCommit API reference, GetDifferences',
  },
  {
    id: 'codecommit-specifier-branch-first',
    statement: 'Of a branch and a tag with one name, the branch is meant',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'codecommit-specifier-unknown',
    statement: 'A specifier without a commit, a shortened id too, is `CommitDoesNotExistException`',
    evidence: 'assumed',
    source: 'CodeCommit API reference; nobody says it of shortened ids',
  },
  {
    id: 'codecommit-specifier-syntax',
    statement: 'What no reference can be called, such as `main~1`, is `InvalidCommitException`',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'codecommit-unreachable',
    statement: 'Commits out of every reference’s reach are kept, or gone if so configured',
    evidence: 'assumed',
    source: 'nobody says whether and when CodeCommit drops them',
  },
  {
    id: 'codecommit-tree-diff',
    statement: 'GetDifferences compares tree with tree, not from the merge base',
    evidence: 'assumed',
    source: 'it takes two commits and no merge option',
  },
  {
    id: 'codecommit-no-renames',
    statement: 'Change types are A, M and D; a rename is a D and an A',
    evidence: 'assumed',
    source: 'the model has no rename; D + A is the reading of it',
  },
  {
    id: 'codecommit-mode-change',
    statement: 'A change of mode, of a link or of a submodule is an M',
    evidence: 'assumed',
    source: 'the model has modes and no type for them',
  },
  {
    id: 'codecommit-one-sided',
    statement: '`beforeBlob` is absent on A, `afterBlob` on D',
    evidence: 'documented',
    source: 'CodeCommit API reference, Difference',
  },
  {
    id: 'codecommit-everything-added',
    statement: 'Without a commit before, every file was added',
    evidence: 'documented',
    source: 'CodeCommit API reference, GetDifferences: beforeCommitSpecifier',
  },
  {
    id: 'codecommit-pascal-paging',
    statement: 'GetDifferences pages by `MaxResults` and `NextToken`, in this spelling',
    evidence: 'documented',
    source: 'CodeCommit service model, 2015-04-13',
  },
  {
    id: 'codecommit-page-size',
    statement: 'A page has at most 100 differences or branches, whatever `MaxResults` says',
    evidence: 'assumed',
    source: 'not documented; configurable',
  },
  {
    id: 'codecommit-order',
    statement: 'Differences come in git’s order of paths',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'codecommit-token',
    statement: 'A token of another question, or none of ours, is `InvalidContinuationTokenException`',
    evidence: 'documented',
    source: 'CodeCommit API reference; that a token is bound to its question is assumed',
  },
  {
    id: 'codecommit-max-results',
    statement: '`MaxResults` below 1 is `InvalidMaxResultsException`',
    evidence: 'assumed',
    source: 'the exception is documented, its bounds are not',
  },
  {
    id: 'codecommit-paths',
    statement: '`beforePath` and `afterPath` keep what is at or below one of them',
    evidence: 'assumed',
    source: 'documented for each; nobody says it of both together',
  },
  {
    id: 'codecommit-path-missing',
    statement: 'A path that its own side does not have is `PathDoesNotExistException`',
    evidence: 'assumed',
    source: 'the exception is documented; nobody says when a path is on one side only',
  },
  {
    id: 'codecommit-path-syntax',
    statement: 'A path with a slash first, or with `..`, is `InvalidPathException`',
    evidence: 'assumed',
    source: 'the exception is documented, its rule is not',
  },
  {
    id: 'codecommit-merge-base',
    statement: 'GetMergeOptions answers the merge base and a fast forward if nothing happened since',
    evidence: 'documented',
    source: 'CodeCommit API reference, GetMergeOptions',
  },
  {
    id: 'codecommit-merge-conflicts',
    statement: 'Squash and three-way merges are always offered: conflicts are not looked for',
    evidence: 'assumed',
    source: 'simpler than AWS, which offers what would work',
  },
  {
    id: 'codecommit-no-merge-base',
    statement: 'Without a common ancestor GetMergeOptions is `TipsDivergenceExceededException`',
    evidence: 'assumed',
    source: 'nobody says',
  },
] as const satisfies readonly Behaviour[]
