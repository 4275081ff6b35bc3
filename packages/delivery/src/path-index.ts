import type { PathPattern } from './path-pattern.ts'
import { type Directory, tablesOf } from './path-tables.ts'

/** A pattern's number in the index: its place in the list. */
export type PatternNumber = number

/** Finds, for a path, every pattern that matches it, at the cost of reading the path. */
export interface PathIndex {
  /** Each pattern that matches, once, in no order. The list is good until the next call. */
  readonly find: (path: string) => readonly PatternNumber[]
}

type Hits = PatternNumber[]

/**
 * One index over the patterns of all pipelines: a tree of directories, tables of paths, names and
 * endings, and picomatch only for the globs whose plain beginning and ending the path has.
 */
export function pathIndex(patterns: readonly PathPattern[]): PathIndex {
  const { root, paths, caseless } = tablesOf(patterns)
  let hits: Hits = []
  let at = root

  return {
    find(path) {
      // A new list costs less than emptying one.
      if (hits.length > 0) hits = []
      if (path === '') return hits
      const last = path.charCodeAt(path.length - 1)
      if (last === 46 || last === 47) return askAll(patterns, path)
      // Changed paths come sorted, so the next is mostly in a directory around the last one.
      while (!path.startsWith(at.prefix)) at = at.outer ?? root
      if (at.inner.size > 0) at = descended(at, path, hits)
      for (const directory of at.telling) tell(directory, path, hits)
      if (paths.size > 0) add(paths.get(path), hits)
      if (caseless.size > 0) add(caseless.get(path.toLowerCase()), hits)
      return hits.length > 0 && isOdd(path) ? askAll(patterns, path) : hits
    },
  }
}

function askAll(patterns: readonly PathPattern[], path: string): readonly PatternNumber[] {
  return patterns.flatMap(({ matches }, number) => (matches(path) ? [number] : []))
}

/** The innermost directory on the way to a path that some pattern names. */
function descended(from: Directory, path: string, hits: Hits): Directory {
  let at = from
  while (at.inner.size > 0) {
    const start = at.prefix.length
    const slash = path.indexOf('/', start)
    if (slash < 0) {
      // `docs/**` is also the path `docs`.
      add(at.inner.get(path.slice(start))?.itself, hits)
      return at
    }
    const inner = at.inner.get(path.slice(start, slash))
    if (inner === undefined) return at
    at = inner
  }
  return at
}

/** No real path has segments that are `.` or `..`; what picomatch makes of them is left to it. */
const isOdd = (path: string) =>
  (path.charCodeAt(0) < 48 || path.includes('/.')) && /(?:^|\/)\.{0,2}(?:\/|$)/.test(path)

function tell(
  { inside, names, endings, globs, lastCodes, longestEnding }: Directory,
  path: string,
  hits: Hits,
): void {
  for (const number of inside) hits.push(number)
  if (names.size > 0) add(names.get(path.slice(path.lastIndexOf('/') + 1)), hits)
  if (longestEnding > 0 && lastCodes[path.charCodeAt(path.length - 1) & 127] === 1) {
    const first = Math.max(path.lastIndexOf('/') + 1, path.length - longestEnding)
    for (let dot = path.indexOf('.', first); dot >= 0; dot = path.indexOf('.', dot + 1))
      add(endings.get(path.slice(dot)), hits)
  }
  for (const { number, ending, matches } of globs)
    if (path.endsWith(ending) && matches(path)) hits.push(number)
}

function add(numbers: readonly PatternNumber[] | undefined, hits: Hits): void {
  if (numbers !== undefined) for (const number of numbers) hits.push(number)
}
