import { SourceRefused } from '@sallyport/delivery'
import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { everyOne, type Repository, repository } from '@sallyport/simulation/stages'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LandingsOptions, landings } from './landings.ts'

let shop: Repository

beforeEach(async () => {
  shop = await repository('shop')
})

afterEach(() => rm(dirname(shop.path), { recursive: true, force: true }))

const read = (options: Omit<LandingsOptions, 'path'> = {}) =>
  everyOne(landings({ path: shop.path, range: 'main', ...options }))

/** Merges a branch into `main` by a commit of two parents that has the branch's tree. */
async function merge(topic: string): Promise<string> {
  const main = await shop.run(['rev-parse', 'main'])
  const identity = ['-c', 'user.name=Stage', '-c', 'user.email=stage@example.com']
  const words = [
    ...identity,
    'commit-tree',
    '-p',
    main,
    '-p',
    topic,
    '-m',
    'merge\n\n:100644 a',
    `${topic}^{tree}`,
  ]
  const merged = await shop.run(words)
  await shop.point('refs/heads/main', merged)
  return merged
}

describe('the landings of a branch', () => {
  it('are told the oldest first, each with its parent, time and changes', async () => {
    const first = await shop.land([{ put: 'a' }, { put: 'b' }])
    const second = await shop.land([
      { rename: 'a', to: 'c' },
      { put: 'b', content: 'x' },
    ])
    expect(await read()).toMatchObject([
      {
        revision: first,
        at: 1_700_000_001_000,
        changes: [
          { path: 'a', change: 'added' },
          { path: 'b', change: 'added' },
        ],
      },
      {
        revision: second,
        parent: first,
        at: 1_700_000_002_000,
        changes: [
          { path: 'a', change: 'deleted' },
          { path: 'b', change: 'modified' },
          { path: 'c', change: 'added' },
        ],
      },
    ])
  })

  it('have a merge as one, with all it brought', async () => {
    const before = await shop.land([{ put: 'a' }])
    await shop.land([{ put: 'b' }])
    const topic = await shop.land([{ put: 'c' }])
    await shop.point('refs/heads/main', before)
    const merged = await merge(topic)
    expect((await read()).slice(1)).toMatchObject([
      {
        revision: merged,
        parent: before,
        changes: [
          { path: 'b', change: 'added' },
          { path: 'c', change: 'added' },
        ],
      },
    ])
  })

  it('have one that changed nothing', async () => {
    const first = await shop.land([{ put: 'a' }])
    const second = await shop.land([])
    const third = await shop.land([{ put: 'b' }])
    expect((await read()).map(({ revision, changes }) => [revision, changes.length])).toEqual([
      [first, 1],
      [second, 0],
      [third, 1],
    ])
  })

  it('spell paths to the letter, even those that look like git’s own fields', async () => {
    const paths = [
      ':100644 000000 aa bb D',
      '\nnewline first',
      'new\nline',
      'caf\u00e9',
      `${'a'.repeat(40)} 1 `,
    ]
    await shop.land(paths.map((put) => ({ put })))
    await shop.land([])
    const [landing] = await read()
    expect(landing?.changes.map(({ path }) => path).sort()).toEqual(paths.sort())
  })

  it('are those of the range, and none of an empty one', async () => {
    const first = await shop.land([{ put: 'a' }])
    const second = await shop.land([{ put: 'b' }])
    expect(await read({ range: `${first}..main` })).toMatchObject([{ revision: second, parent: first }])
    expect(await read({ range: 'main..main' })).toEqual([])
  })

  it('may be left before their end', async () => {
    await shop.land([{ put: 'a' }])
    const second = await shop.land([{ put: 'b' }])
    for await (const { revision } of landings({ path: shop.path, range: 'main' })) {
      expect(revision).not.toBe(second)
      break
    }
  })
})

describe('landings that cannot be read', () => {
  it('are unavailable when there is no such range, and refused where there is no repository', async () => {
    await shop.land([{ put: 'a' }])
    await expect(read({ range: 'never' })).rejects.toBeInstanceOf(UpstreamUnavailable)
    const nowhere = landings({ path: join(shop.path, 'nowhere') })
    await expect(everyOne(nowhere)).rejects.toBeInstanceOf(SourceRefused)
  })

  it('are unavailable when the range is an option, which git never obeys', async () => {
    await shop.land([{ put: 'a' }])
    const output = join(dirname(shop.path), 'written')
    await expect(read({ range: `--output=${output}` })).rejects.toBeInstanceOf(UpstreamUnavailable)
    expect(existsSync(output)).toBe(false)
  })

  it('are a fault of the options when there is no path', () => {
    expect(() => landings({ path: '' })).toThrow(ConfigurationInvalid)
  })
})
