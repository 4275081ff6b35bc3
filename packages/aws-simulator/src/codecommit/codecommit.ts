import type { Api } from '../wire/operation.ts'
import { getBranch, getRepository, listBranches } from './branches.ts'
import { getCommit } from './commits.ts'
import { getDifferences } from './differences.ts'
import { getMergeOptions } from './merge-options.ts'
import type { Store } from './repository.ts'

/** AWS CodeCommit over local git repositories, as far as change sources ask it. */
export const codecommit = (store: Store): Api => ({
  targetPrefix: 'CodeCommit_20150413',
  signingName: 'codecommit',
  operations: {
    GetBranch: getBranch(store),
    GetCommit: getCommit(store),
    GetDifferences: getDifferences(store),
    GetMergeOptions: getMergeOptions(store),
    GetRepository: getRepository(store),
    ListBranches: listBranches(store),
  },
})
