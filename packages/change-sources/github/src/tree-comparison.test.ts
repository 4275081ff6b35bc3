import type { Change, Interest } from '@sallyport/delivery'
import { everyOne } from '@sallyport/simulation/stages'
import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  integer,
  oneof,
  record,
  tuple,
  uniqueArray,
} from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { GitHub, Sent } from './github-client.ts'
import type { Question } from './question.ts'
import type { Questions } from './questions.ts'
import { directory } from './tree.ts'
import { treeComparison } from './tree-comparison.ts'

/** Paths, and what each holds. */
type Files = ReadonlyMap<string, string>

interface Entry {
  readonly path: string
  readonly mode: string
  readonly sha: string
}

/** Trees as GitHub keeps them, each by its name, and cut off beyond so many entries. */
function shelf(mostEntries: number) {
  const levels = new Map<string, readonly Entry[]>()
  const put = (files: Files): string => {
    const folders = Map.groupBy(files, ([path]) => path.split('/')[0] ?? '')
    const level = [...folders].map(([name, inside]): Entry => {
      const own = files.get(name)
      if (own !== undefined) return { path: name, mode: own.slice(0, 6), sha: own.slice(6) }
      const below = inside.map(([path, held]) => [path.slice(name.length + 1), held] as const)
      return { path: name, mode: directory, sha: put(new Map(below)) }
    })
    const sha = createHash('sha1').update(JSON.stringify(level)).digest('hex')
    levels.set(sha, level)
    return sha
  }
  const all = (sha: string, prefix: string): readonly Entry[] =>
    (levels.get(sha) ?? []).flatMap((entry) => [
      { ...entry, path: `${prefix}${entry.path}` },
      ...(entry.mode === directory ? all(entry.sha, `${prefix}${entry.path}/`) : []),
    ])
  const tree = async (_: unknown, sha: string, depth: 'one_level' | 'all') => {
    const entries = depth === 'all' ? all(sha, '') : (levels.get(sha) ?? [])
    return {
      headers: {},
      data: { tree: entries.slice(0, mostEntries), truncated: entries.length > mostEntries },
    }
  }
  const ask = async ({ read }: Question) => {
    const { data } = await read({ tree } as unknown as GitHub, {} as unknown as Sent)
    return { body: data, link: undefined }
  }
  const questions: Questions = { ask, askBoth: (one, other) => Promise.all([ask(one), ask(other)]) }
  return { put, questions }
}

function differencesOf(before: Files, after: Files): readonly Change[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].flatMap((path): Change[] => {
    const [old, now] = [before.get(path), after.get(path)]
    if (now === undefined) return [{ path, change: 'deleted' }]
    const object = now.slice(6)
    if (old === undefined) return [{ path, change: 'added', object }]
    return old === now ? [] : [{ path, change: 'modified', object }]
  })
}

const name = constantFrom('a', 'b', 'c')
const paths = array(name, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/'))
const held = tuple(constantFrom('100644', '100755', '120000', '160000'), constantFrom('1', '2', '3')).map(
  ([mode, digit]) => `${mode}${digit.repeat(40)}`,
)

/** Without a path that would have to be a file and a directory at once. */
const files: Arbitrary<Files> = uniqueArray(tuple(paths, held), {
  selector: ([path]) => path,
  maxLength: 25,
}).map((list) => new Map(list.filter(([path]) => !list.some(([other]) => other.startsWith(`${path}/`)))))

const interests: Arbitrary<Interest> = oneof(constant('every' as const), array(paths, { maxLength: 3 }))

const spelt = (changes: readonly Change[]) => changes.map((change) => JSON.stringify(change)).sort()

describe('a comparison of trees', () => {
  it('tells what differs and nothing else, however much of a tree is cut off', async () => {
    await assert(
      asyncProperty(
        files,
        files,
        record({
          mostEntries: integer({ min: 1, max: 30 }),
          mostTrees: integer({ min: 2, max: 80 }),
          interest: interests,
        }),
        async (before, after, { mostEntries, mostTrees, interest }) => {
          const { put, questions } = shelf(mostEntries)
          const comparison = treeComparison(questions, { repository: 'acme/shop', interest, mostTrees })
          const pair = { before: put(before), after: put(after) }
          const told = spelt(await everyOne(comparison.differences(pair)))
          const real = differencesOf(before, after)
          const wanted = real.filter(
            ({ path }) => interest === 'every' || interest.some((prefix) => path.startsWith(prefix)),
          )
          const known = new Set(spelt(real))
          expect(told.filter((each) => !known.has(each))).toEqual([])
          expect(new Set(told).size).toBe(told.length)
          const missing = spelt(wanted).filter((each) => !told.includes(each))
          expect(comparison.isIncomplete() ? [] : missing).toEqual([])
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is complete where every directory is told and every tree may be read', async () => {
    await assert(
      asyncProperty(files, files, async (before, after) => {
        const { put, questions } = shelf(3)
        const reach = { repository: 'acme/shop', interest: 'every', mostTrees: 1000 } as const
        const comparison = treeComparison(questions, reach)
        const changes = await everyOne(comparison.differences({ before: put(before), after: put(after) }))
        expect(comparison.isIncomplete()).toBe(false)
        expect(spelt(changes)).toEqual(spelt(differencesOf(before, after)))
      }),
    )
  })
})
