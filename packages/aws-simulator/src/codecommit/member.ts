import { text, type TextShape, whole } from '../wire/shape.ts'

/** Members of CodeCommit's inputs, from its service model (2015-04-13). */
export const repositoryName: TextShape = text({
  least: 1,
  most: 100,
  pattern: String.raw`[\w\.-]+`,
  missing: 'RepositoryNameRequiredException',
  invalid: 'InvalidRepositoryNameException',
})

export const branchName: TextShape = text({
  least: 1,
  most: 256,
  missing: 'BranchNameRequiredException',
  invalid: 'InvalidBranchNameException',
})

/** A full commit id: GetCommit takes nothing shorter. */
export const commitId: TextShape = text({
  pattern: '[0-9a-fA-F]{40}',
  missing: 'CommitIdRequiredException',
  invalid: 'InvalidCommitIdException',
})

/** A branch, a tag, `HEAD`, a fully qualified reference or a full commit id. */
export const commitSpecifier: TextShape = text({
  least: 1,
  // What no reference can be called (git-check-ref-format).
  pattern: String.raw`(?!/)(?!.*(?:\.\.|@\{|//))[^\x00-\x20\x7f~^:?*\[\\]+`,
  missing: 'CommitRequiredException',
  invalid: 'InvalidCommitException',
})

/** From the root of the repository; a trailing slash is allowed. */
export const path: TextShape = text({
  least: 1,
  pattern: String.raw`(?!/)(?!.*(?:^|/)\.{1,2}(?:/|$))(?!.*//).+`,
  invalid: 'InvalidPathException',
})

export const maxResults = whole({ least: 1, invalid: 'InvalidMaxResultsException' })

export const nextToken: TextShape = text({ least: 1, invalid: 'InvalidContinuationTokenException' })

export const conflictDetailLevel: TextShape = text({
  oneOf: ['FILE_LEVEL', 'LINE_LEVEL'],
  invalid: 'InvalidConflictDetailLevelException',
})

export const conflictResolutionStrategy: TextShape = text({
  oneOf: ['NONE', 'ACCEPT_SOURCE', 'ACCEPT_DESTINATION', 'AUTOMERGE'],
  invalid: 'InvalidConflictResolutionStrategyException',
})
