import type { Change, Comparison, Span } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import type { Difference, GetDifferencesOutput } from './codecommit-client.ts'
import { type Ask, present } from './question.ts'
import { isCommitId } from './state-change.ts'

/**
 * Compares two commits by GetDifferences. The first page is asked for at once, since only its answer
 * shows whether both commits exist; each further one when the page before was read, so that no more
 * than one is held.
 */
export async function comparison(ask: Ask, span: Span): Promise<Comparison> {
  const { origin, from, to } = span
  if (!isCommitId(to)) return { outcome: 'unknown_revision' }
  const ofTo = { ...span, from: undefined }
  if (from !== undefined && !isCommitId(from))
    return (await hasCommit(ask, ofTo)) ? { outcome: 'unknown_base' } : { outcome: 'unknown_revision' }

  const first = present(await pageOf(ask, span, undefined))
  if (first !== undefined)
    return compared(first, async (token) => {
      const page = await pageOf(ask, span, token)
      if (typeof page !== 'string') return page
      throw new UpstreamUnavailable(`codecommit:${origin.repository}`, { found: `${page} between two pages` })
    })
  const isBaseMissing = from !== undefined && (await hasCommit(ask, ofTo))
  return { outcome: isBaseMissing ? 'unknown_base' : 'unknown_revision' }
}

/** The error of GetDifferences does not say which of the two commits is missing. */
async function hasCommit(ask: Ask, { origin: { repository }, to }: Span): Promise<boolean> {
  return present(await ask(repository, (codecommit) => codecommit.commit(repository, to))) !== undefined
}

/** Of GetDifferences alone in CodeCommit, NextToken is written with a capital. */
function pageOf(ask: Ask, { origin, from, to }: Span, token: string | undefined) {
  const { repository } = origin
  return ask(repository, (codecommit) =>
    codecommit.differences({
      repositoryName: repository,
      // Left out, every file of "after" is told as added.
      ...(from !== undefined && { beforeCommitSpecifier: from }),
      afterCommitSpecifier: to,
      ...(token !== undefined && { NextToken: token }),
    }),
  )
}

function compared(
  first: GetDifferencesOutput,
  next: (token: string) => Promise<GetDifferencesOutput>,
): Comparison {
  let isRead = false
  return {
    outcome: 'compared',
    changes: {
      async *[Symbol.asyncIterator]() {
        let page = first
        for (;;) {
          for (const difference of page.differences ?? []) yield* changesIn(difference)
          // How long a page is, or whether it is empty, says nothing of whether it is the last.
          if (!page.NextToken) break
          page = await next(page.NextToken)
        }
        isRead = true
      },
    },
    completeness: () => (isRead ? 'exact' : 'unknown'),
  }
}

/** CodeCommit knows no rename, but its answer has room for one: both of its paths have then changed. */
export function* changesIn({ beforeBlob, afterBlob, changeType }: Difference): Generator<Change> {
  const before = beforeBlob?.path
  const after = afterBlob?.path
  const object = afterBlob?.blobId === undefined ? {} : { object: afterBlob.blobId }
  if (before !== undefined && before === after) {
    yield { path: after, change: 'modified', ...object }
    return
  }
  if (before !== undefined)
    yield { path: before, change: changeType === 'M' && !after ? 'modified' : 'deleted' }
  if (after !== undefined)
    yield { path: after, change: changeType === 'M' && !before ? 'modified' : 'added', ...object }
}
