import { describe, expect, it } from 'vitest'
import { type DocumentStoreStage, documentStoreContract } from './document-store.contract.ts'
import type { StoredDocument } from './document-store.ts'
import { UpstreamUnavailable } from './failure.ts'

interface Shelf {
  content: string | undefined
  writes: number
}

type Read = (shelf: Shelf, known: string | undefined) => Promise<StoredDocument | 'unchanged'>

/** Keeps its word. */
const honest: Read = async ({ content, writes }, known) => {
  if (content === undefined) throw new UpstreamUnavailable('memory')
  const version = `write ${writes}`
  return known === version ? 'unchanged' : { content, version }
}

function stage(read: Read): DocumentStoreStage {
  const shelf: Shelf = { content: undefined, writes: 0 }
  const put = (content: string | undefined) => {
    shelf.content = content
    shelf.writes += 1
    return Promise.resolve()
  }
  return { store: { read: (known) => read(shelf, known) }, write: put, remove: () => put(undefined) }
}

async function broken(read: Read): Promise<readonly string[]> {
  const kept = await Promise.all(
    documentStoreContract.map(({ promise, keep }) =>
      keep(stage(read)).then(
        () => [],
        () => [promise],
      ),
    ),
  )
  return kept.flat()
}

const but =
  (change: (found: StoredDocument) => StoredDocument): Read =>
  async (shelf, known) => {
    const found = await honest(shelf, known)
    return found === 'unchanged' ? found : change(found)
  }

const mutants: readonly (readonly [string, string, Read])[] = [
  [
    'translates line ends',
    'reads the content to the letter, unicode and line ends included',
    but(({ content, version }) => ({ content: content.replaceAll('\r\n', '\n'), version })),
  ],
  [
    'reads bytes as Latin-1',
    'reads the content to the letter, unicode and line ends included',
    but(({ content, version }) => ({ content: content.replaceAll('\u00e9', '\u00c3\u00a9'), version })),
  ],
  [
    'takes an empty document for an object',
    'reads an empty document as empty',
    but(({ content, version }) => ({ content: content === '' ? '{}' : content, version })),
  ],
  [
    'always sends the content',
    'answers unchanged when asked with the version it gave',
    (shelf) => honest(shelf, undefined),
  ],
  [
    'takes the length for the version',
    'gives a changed document another version, even at the same length',
    async (shelf, known) => {
      const found = await honest(shelf, undefined)
      if (found === 'unchanged') return found
      const version = `length ${found.content.length}`
      return known === version ? 'unchanged' : { ...found, version }
    },
  ],
  [
    'answers unchanged to whoever has a version',
    'answers a version it does not know with the document',
    (shelf, known) => (known?.startsWith('a version') ? Promise.resolve('unchanged') : honest(shelf, known)),
  ],
  [
    'takes a missing document for an empty one',
    'fails with UpstreamUnavailable when there is no document, and recovers when there is',
    (shelf, known) => honest({ ...shelf, content: shelf.content ?? '' }, known),
  ],
  [
    'fails with an error of its own',
    'fails with UpstreamUnavailable when there is no document, and recovers when there is',
    (shelf, known) =>
      shelf.content === undefined ? Promise.reject(new Error('ENOENT')) : honest(shelf, known),
  ],
]

describe('the contract of document stores', () => {
  for (const { promise, keep } of documentStoreContract)
    it(`is kept in memory: ${promise}`, () => keep(stage(honest)))

  it.each(mutants)('catches a store that %s, by exactly one clause', async (_, promise, read) => {
    expect(await broken(read)).toEqual([promise])
  })

  it('catches a store that never recovers', async () => {
    const read: Read = (shelf, known) =>
      shelf.writes > 2 ? Promise.reject(new UpstreamUnavailable('memory')) : honest(shelf, known)
    expect(await broken(read)).toEqual([
      'fails with UpstreamUnavailable when there is no document, and recovers when there is',
    ])
  })
})
