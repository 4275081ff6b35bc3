import { rules as readRules } from '@sallyport/delivery/rules'
import * as fc from 'fast-check'
import picomatch from 'picomatch'
import { describe, expect, it } from 'vitest'
import { backtestRun } from './backtest-run.ts'
import { history } from './history.stage.ts'

const origin = { kind: 'git', repository: 'shop', ref: 'refs/heads/main' } as const

interface Watching {
  readonly paths?: readonly string[]
  readonly pathsIgnore?: readonly string[]
  readonly change?: readonly ('added' | 'modified' | 'deleted')[]
}
interface Document {
  readonly ignore?: readonly string[]
  readonly pipelines: Readonly<Record<string, Watching>>
}

const path = fc.constantFrom('a.md', 'apps/web/x.ts', 'apps/web/x.test.ts', 'apps/.env', 'libs/y/z.ts', 'b/c')
const glob = fc.constantFrom(
  '**/*.md',
  'apps/**',
  '**/*.test.ts',
  'apps/*/x.ts',
  '*',
  'libs/**/z.ts',
  '**/.env',
)
const globs = fc.uniqueArray(glob, { minLength: 1, maxLength: 3 })
const change = fc.subarray(['added', 'modified', 'deleted'] as const, { minLength: 1 })
const watching = fc.record({ paths: globs, pathsIgnore: globs, change }, { requiredKeys: [] })
const document = fc.record(
  {
    ignore: globs,
    pipelines: fc.dictionary(fc.constantFrom('one', 'two', 'three'), watching, { minKeys: 1 }),
  },
  { requiredKeys: ['pipelines'] },
)
const landing = fc.dictionary(path, fc.constantFrom('1', '2', null), { noNullPrototype: true })
const landings = fc.array(landing, { minLength: 1, maxLength: 6 })

type Tree = Readonly<Record<string, string>>

function after(tree: Tree, edits: Readonly<Record<string, string | null>>): Tree {
  return Object.fromEntries(
    Object.entries({ ...tree, ...edits }).flatMap(([name, content]) =>
      content === null ? [] : [[name, content]],
    ),
  )
}

const matchesAny = (some: readonly string[], name: string) =>
  some.some((each) => picomatch.isMatch(name, each, { dot: true }))

function startsNaively(
  { paths, pathsIgnore = [], change: kinds }: Watching,
  ignore: readonly string[],
  [before, now]: readonly [Tree, Tree],
): boolean {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].some((name) => {
    if (before[name] === now[name]) return false
    const kind = before[name] === undefined ? 'added' : now[name] === undefined ? 'deleted' : 'modified'
    if (kinds !== undefined && !kinds.includes(kind)) return false
    return (paths === undefined || matchesAny(paths, name)) && !matchesAny([...pathsIgnore, ...ignore], name)
  })
}

function naiveStarts({ ignore = [], pipelines }: Document, edits: readonly Record<string, string | null>[]) {
  const trees = edits.reduce<readonly Tree[]>((all, each) => [...all, after(all.at(-1) ?? {}, each)], [])
  return Object.fromEntries(
    Object.entries(pipelines).map(([name, entry]) => [
      name,
      // The first has nothing to be compared with, and starts all.
      trees.filter((tree, at) => at === 0 || startsNaively(entry, ignore, [trees[at - 1] ?? {}, tree]))
        .length,
    ]),
  )
}

describe('a replayed history', () => {
  it('starts each pipeline as often as picomatch would by itself', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(document, landings, async (written, edits) => {
        const repository = history()
        try {
          repository.land(edits)
          const read = readRules(written, { digest: (text) => text })
          if (read.outcome === 'bad') throw new Error('expected rules, found faults')
          const question = { top: repository.path, range: 'HEAD', origin, rules: read.value }
          const { rules, landings: total } = await backtestRun(question, () => undefined)
          expect(total).toBe(edits.length)
          const starts = rules.pipelines.map((tally) => [tally.pipeline, tally.starts])
          expect(Object.fromEntries(starts)).toEqual(naiveStarts(written, edits))
          for (const { starts: some, saved, holds, skips } of rules.pipelines) {
            expect(some + saved).toBe(total)
            expect(some + holds + Object.values(skips).reduce((sum, each) => sum + each, 0)).toBe(total)
          }
        } finally {
          repository.remove()
        }
      }),
      { numRuns: 30 },
    )
  })
})
