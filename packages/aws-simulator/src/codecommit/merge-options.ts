import { type Operation, requiredIn } from '../wire/operation.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { structure } from '../wire/shape.ts'
import { commitAt } from './commit-specifier.ts'
import { commitSpecifier, conflictDetailLevel, conflictResolutionStrategy, repositoryName } from './member.ts'
import { lineOf, repositoryIn, type Store } from './repository.ts'

const input = structure(
  {
    repositoryName,
    sourceCommitSpecifier: commitSpecifier,
    destinationCommitSpecifier: commitSpecifier,
    conflictDetailLevel,
    conflictResolutionStrategy,
  },
  ['repositoryName', 'sourceCommitSpecifier', 'destinationCommitSpecifier'],
)

/** GetMergeOptions: the merge base of two commits, and how they could be merged. */
export const getMergeOptions = (store: Store): Operation => ({
  input,
  async answer(asked) {
    const repository = repositoryIn(asked, store)
    const source = await commitAt(repository, requiredIn(asked, 'sourceCommitSpecifier'))
    const destination = await commitAt(repository, requiredIn(asked, 'destinationCommitSpecifier'))
    const base = await lineOf(repository, 'merge-base', source, destination)
    if (base === undefined)
      throw new AwsRefusal(
        'TipsDivergenceExceededException',
        'The divergence between the tips of the provided commit specifiers is too great',
      )
    return {
      // Looking for conflicts would write to somebody's repository.
      mergeOptions: [
        ...(base === destination ? ['FAST_FORWARD_MERGE'] : []),
        'SQUASH_MERGE',
        'THREE_WAY_MERGE',
      ],
      sourceCommitId: source,
      destinationCommitId: destination,
      baseCommitId: base,
    }
  },
})
