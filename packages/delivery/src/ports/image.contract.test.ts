import { describe, expect, it } from 'vitest'
import { registryStage, web } from '../delivery-stage/registry.stage.ts'
import { imageContract } from './change-source.contract.ts'
import type { ChangeSource } from './change-source.ts'

async function broken(change: (source: ChangeSource) => ChangeSource): Promise<readonly string[]> {
  const kept = await Promise.all(
    imageContract.map(({ promise, keep }) =>
      keep(registryStage(change)).then(
        () => [],
        () => [promise],
      ),
    ),
  )
  return kept.flat()
}

const mutations: readonly (readonly [string, (source: ChangeSource) => ChangeSource])[] = [
  ['tells where a tag points now', (source) => ({ ...source, tip: async () => undefined })],
  [
    'tells the same image, a rebuild',
    (source) => ({ ...source, changes: async () => ({ outcome: 'whole', differs: 'content' }) }),
  ],
  [
    'takes an image whose base is gone',
    (source) => ({
      ...source,
      changes: async (span) =>
        span.from?.endsWith('0000') ? { outcome: 'unknown_base' } : source.changes(span),
    }),
  ],
  ['lists every tag', tagless],
  [
    'lists every tag',
    (source) => ({ ...source, tags: async (place) => [...((await source.tags?.(place)) ?? []), tagged] }),
  ],
  ['pins the digest', (source) => ({ ...source, pin: (origin) => source.pin(origin, 'sha256:another') })],
  [
    'bears a source that is too busy',
    (source) => ({ ...source, tip: (asked) => source.tip(asked).catch(() => undefined) }),
  ],
  [
    'rejects with SourceRefused',
    (source) => ({ ...source, tags: async (place) => (await source.tags?.(place).catch(() => [])) ?? [] }),
  ],
  ['recognises its own events', (source) => ({ ...source, recognise: () => undefined })],
  [
    'never throws at an event',
    (source) => ({
      ...source,
      recognise: (event) => (event === null ? { ...web, happened: 'updated' } : source.recognise(event)),
    }),
  ],
]

const tagged = { tag: 'other', to: 'sha256:other', order: '1' }

describe('the contract of images', () => {
  it('is kept in memory', async () => {
    expect(await broken((source) => source)).toEqual([])
  })

  it.each(mutations)('notices a source that does not keep: %s', async (promise, change) => {
    const found = await broken(change)
    expect(found.filter((each) => each.startsWith(promise))).toHaveLength(1)
  })
})

function tagless(source: ChangeSource): ChangeSource {
  const { tags: _, ...others } = source
  return others
}
