import type { ChangeSource, Origin, Pin } from '@sallyport/delivery'
import { ConfigurationInvalid } from '@sallyport/kernel'
import type { CodeCommitClientConfig } from './codecommit-client.ts'
import { comparison } from './comparison.ts'
import { patience } from './patience.ts'
import { type Ask, asking, present } from './question.ts'
import { unlessItMayPass } from './fault.ts'
import { isCommitId, revisionIn } from './state-change.ts'

export interface CodeCommitOptions {
  /** Of the SDK's client. Region, credentials and endpoint come from its standard environment if left out. */
  readonly clientOptions?: CodeCommitClientConfig
  /** How often one request is made at most, with full jitter in between. Defaults to 5. */
  readonly attempts?: number
}

/** What a test sets, so that nobody waits. */
export interface CodeCommitSurroundings {
  /** Waits between two attempts. */
  readonly pause: (milliseconds: number) => Promise<void>
}

/**
 * Tells what changed in the CodeCommit repositories of one account and region.
 *
 * @throws ConfigurationInvalid when `attempts` is not a positive whole number
 */
export function codecommit(
  options: CodeCommitOptions = {},
  surroundings: CodeCommitSurroundings = patience,
): ChangeSource {
  const { clientOptions = {}, attempts = 5 } = options
  if (!Number.isSafeInteger(attempts) || attempts < 1)
    throw new ConfigurationInvalid([
      { severity: 'fault', path: ['attempts'], expected: 'a positive whole number', found: String(attempts) },
    ])
  const ask = asking(clientOptions, { ...patience, attempts, pause: surroundings.pause })

  return {
    kind: 'codecommit',
    recognise(event) {
      try {
        return revisionIn(event)
      } catch {
        // Only a value that is no JSON, such as one with a getter that throws, comes here.
        return undefined
      }
    },
    tip: (origin) => (isTag(origin.ref) ? tagTip(ask, origin) : branchTip(ask, origin)),
    firstBase: (origin, to) => mergeBase(ask, origin, to).catch(unlessItMayPass),
    changes: (span) => comparison(ask, span),
    pin: (origin, to) => pinOf(origin, to),
    refs: ({ repository }) => branches(ask, repository),
  }
}

const heads = 'refs/heads/'
const isTag = (ref: string) => ref.startsWith('refs/tags/')

async function branchTip(ask: Ask, { repository, ref }: Origin): Promise<string | undefined> {
  if (!ref.startsWith(heads)) return undefined
  const name = ref.slice(heads.length)
  return present(await ask(repository, (client) => client.branch(repository, name)))?.branch?.commitId
}

/**
 * No operation tells where a tag points. GetMergeOptions resolves whatever names a commit, tags among
 * them, and says what it found: asked to merge the tag with itself, it answers with its commit.
 */
async function tagTip(ask: Ask, { repository, ref }: Origin): Promise<string | undefined> {
  const input = { repositoryName: repository, sourceCommitSpecifier: ref, destinationCommitSpecifier: ref }
  return present(await ask(repository, (client) => client.merge(input)))?.sourceCommitId
}

async function mergeBase(ask: Ask, { repository, ref }: Origin, to: string): Promise<string | undefined> {
  // The tag before cannot be found: there is no list of tags. The default branch would hold the tag
  // itself, and nothing would seem to have changed.
  if (isTag(ref) || !isCommitId(to)) return undefined
  const answer = present(await ask(repository, (client) => client.repository(repository)))
  const defaultBranch = answer?.repositoryMetadata?.defaultBranch
  if (defaultBranch === undefined || ref === `${heads}${defaultBranch}`) return undefined
  const merge = await ask(repository, (client) =>
    client.merge({
      repositoryName: repository,
      sourceCommitSpecifier: to,
      destinationCommitSpecifier: `${heads}${defaultBranch}`,
    }),
  )
  return present(merge)?.baseCommitId
}

async function branches(ask: Ask, repository: string): Promise<readonly string[]> {
  const names: string[] = []
  let nextToken: string | undefined
  do {
    const input = { repositoryName: repository, ...(nextToken !== undefined && { nextToken }) }
    const page = present(await ask(repository, (client) => client.branches(input)))
    names.push(...(page?.branches ?? []))
    nextToken = page?.nextToken
  } while (nextToken !== undefined)
  return names.map((name) => `${heads}${name}`)
}

const pinOf = ({ repository, ref }: Origin, to: string): Pin => ({
  revisionType: 'COMMIT_ID',
  revisionValue: to,
  action: {
    provider: 'CodeCommit',
    configuration: { RepositoryName: repository },
    ...(ref.startsWith(heads) && { preferably: { BranchName: ref.slice(heads.length) } }),
  },
})
