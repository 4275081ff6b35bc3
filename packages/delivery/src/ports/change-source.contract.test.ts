import { describe, expect, it } from 'vitest'
import type { Change } from '../change-set.ts'
import { memoryStage } from './change-source-contract/memory.stage.ts'
import { repositoryContract } from './change-source.contract.ts'
import type { ChangeSource, Comparison, Span } from './change-source.ts'

type Mutation = (source: ChangeSource) => ChangeSource

/** The promises, of those that fit, that a source breaks. */
async function broken(mutation: Mutation, fitting = /^/): Promise<readonly string[]> {
  const clauses = repositoryContract.filter(({ promise }) => fitting.test(promise))
  const kept = await Promise.all(
    clauses.map(({ promise, keep }) =>
      keep(memoryStage(mutation)).then(
        () => [],
        () => [promise],
      ),
    ),
  )
  return kept.flat()
}

const retelling =
  (retell: (change: Change, at: number) => readonly Change[]): Mutation =>
  (source) => ({
    ...source,
    changes: async (span) => retold(await source.changes(span), retell),
  })

function retold(
  comparison: Comparison,
  retell: (change: Change, at: number) => readonly Change[],
): Comparison {
  if (comparison.outcome !== 'compared') return comparison
  async function* changes(inner: AsyncIterable<Change>) {
    let at = 0
    for await (const change of inner) {
      yield* retell(change, at)
      at += 1
    }
  }
  return { ...comparison, changes: changes(comparison.changes) }
}

const spanning =
  (change: (span: Span) => Span): Mutation =>
  (source) => ({ ...source, changes: (span) => source.changes(change(span)) })

const mutants: readonly (readonly [string, Mutation, RegExp])[] = [
  ['forgets what is beyond 300', retelling((change, at) => (at < 300 ? [change] : [])), /loses none/],
  ['tells a page twice', retelling((change, at) => (at === 299 ? [change, change] : [change])), /loses none/],
  [
    'takes a deletion for nothing',
    retelling((change) => (change.change === 'deleted' ? [] : [change])),
    /added, modified and deleted apart/,
  ],
  [
    'takes a modification for an addition',
    retelling(({ path }) => [{ path, change: 'added' }]),
    /change of mode/,
  ],
  [
    'composes letters',
    retelling(({ path, change }) => [{ path: path.normalize('NFC'), change }]),
    /spells paths to the letter/,
  ],
  [
    'quotes paths',
    retelling(({ path, change }) => [{ path: path.replaceAll('"', '\\"'), change }]),
    /spells/,
  ],
  ['trims paths', retelling(({ path, change }) => [{ path: path.trim(), change }]), /spells/],
  [
    'compares nothing with nothing',
    spanning((span) => ({ ...span, from: span.from ?? span.to })),
    /everything as added/,
  ],
  [
    'compares the other way round',
    spanning((span) => (span.from === undefined ? span : { ...span, from: span.to, to: span.from })),
    /tree with tree/,
  ],
  [
    'takes an unknown base for nothing',
    (source) => ({
      ...source,
      changes: async (span) => {
        const answer = await source.changes(span)
        return answer.outcome === 'unknown_base' ? source.changes({ ...span, from: undefined }) : answer
      },
    }),
    /unknown_base before the first change/,
  ],
  [
    'just ends when the source is too busy',
    (source) => ({ ...source, changes: async (span) => silenced(await source.changes(span)) }),
    /never just ends/,
  ],
  [
    'takes a repository that is gone for a ref that is',
    (source) => ({ ...source, tip: (origin) => source.tip(origin).catch(() => undefined) }),
    /SourceRefused/,
  ],
  [
    'is exact before it is read',
    (source) => ({
      ...source,
      changes: async (span) => {
        const answer = await source.changes(span)
        return answer.outcome === 'compared' ? { ...answer, completeness: () => 'exact' } : answer
      },
    }),
    /never just ends/,
  ],
  [
    'takes the last step of a ref for its name',
    (source) => ({
      ...source,
      recognise: (event) => {
        const found = source.recognise(event)
        return found && { ...found, ref: `refs/heads/${found.ref.split('/').pop()}` }
      },
    }),
    /full names/,
  ],
  [
    'recognises everything',
    (source) => ({
      ...source,
      recognise: (event) =>
        source.recognise(event) ?? {
          kind: 'git',
          repository: 'shop',
          ref: 'x',
          happened: 'updated',
          to: 'r1',
        },
    }),
    /events of others/,
  ],
  [
    'throws at what is no event',
    (source) => ({ ...source, recognise: (event) => source.recognise({ ...(event as { detail: object }) }) }),
    /never throws/,
  ],
  [
    'recognises an event only once',
    (source) => {
      const seen = new Set<string>()
      const first = (event: unknown) => {
        const text = JSON.stringify(event)
        return seen.has(text) ? undefined : seen.add(text) && source.recognise(event)
      }
      return { ...source, recognise: (event) => (isEvent(event) ? first(event) : source.recognise(event)) }
    },
    /comes twice/,
  ],
  [
    'pins whatever is newest',
    (source) => ({ ...source, pin: (origin, to) => ({ ...source.pin(origin, to), revisionValue: 'HEAD' }) }),
    /pins one/,
  ],
  [
    'always compares with the default branch',
    (source) => ({ ...source, firstBase: (origin) => source.tip({ ...origin, ref: 'refs/heads/main' }) }),
    /default branch first with nothing/,
  ],
  [
    'lists one page',
    (source) => ({ ...source, refs: async (of) => (await source.refs(of)).slice(0, 100) }),
    /lists every branch/,
  ],
  ['remembers the first tip', remembering, /tells where the origin points/],
]

const isEvent = (event: unknown) => typeof event === 'object' && event !== null && 'happened' in event

function remembering(source: ChangeSource): ChangeSource {
  const known = new Map<string, Promise<string | undefined>>()
  const tip: ChangeSource['tip'] = (origin) => {
    const there = known.get(origin.ref) ?? source.tip(origin)
    known.set(origin.ref, there)
    return there
  }
  return { ...source, tip }
}

function silenced(comparison: Comparison): Comparison {
  if (comparison.outcome !== 'compared') return comparison
  async function* changes(inner: AsyncIterable<Change>) {
    try {
      yield* inner
    } catch {
      return
    }
  }
  return { ...comparison, changes: changes(comparison.changes) }
}

describe('the contract of change sources', () => {
  it('is kept in memory', async () => {
    expect(await broken((source) => source)).toEqual([])
  })

  it.each(mutants)('catches a source that %s', async (_, mutation, promise) => {
    expect(await broken(mutation, promise)).toEqual([expect.stringMatching(promise)])
  })

  it('makes every promise once', () => {
    const promises = repositoryContract.map(({ promise }) => promise)
    expect(new Set(promises).size).toBe(promises.length)
  })
})
