import type { Rules } from '@sallyport/delivery/rules'
import picomatch from 'picomatch/posix.js'

/** Reads each path once, which nobody can do without. */
export function reading(paths: readonly string[]): number {
  let sum = 0
  for (const path of paths) for (let at = 0; at < path.length; at++) sum = (sum + path.charCodeAt(at)) | 0
  return sum
}

/** Ours: the pipelines that start, sorted. */
export function ours({ all, judgementFor }: Rules, paths: readonly string[]): readonly string[] {
  const judgement = judgementFor(all)
  for (const path of paths) if (judgement.take({ path, change: 'modified' }) === 'settled') break
  return judgement
    .matched()
    .map(({ pipeline }) => pipeline)
    .toSorted()
}

interface Globs {
  readonly ignore: readonly string[]
  readonly pipelines: Readonly<Record<string, { readonly paths: readonly string[] }>>
}

type Method = (paths: readonly string[]) => readonly string[]

/** One picomatch for each glob of each rule, file by file, stopping at the first hit. */
export function firstHit(document: object): Method {
  const { ignore, pipelines } = document as Globs
  const ignores = ignore.map((glob) => picomatch(glob, { dot: true }))
  const matchers = Object.entries(pipelines).map(
    ([pipeline, { paths: globs }]) =>
      [pipeline, globs.map((glob) => picomatch(glob, { dot: true }))] as const,
  )
  const isHit = (path: string, globs: readonly ((path: string) => boolean)[]) =>
    globs.some((matches) => matches(path)) && !ignores.some((matches) => matches(path))
  return (paths) =>
    matchers
      .filter(([, globs]) => paths.some((path) => isHit(path, globs)))
      .map(([pipeline]) => pipeline)
      .toSorted()
}

/** dorny/paths-filter's method: every file is held against every rule, and all hits are kept. */
export function everyHit(document: object): Method {
  const { ignore, pipelines } = document as Globs
  const matchers = Object.entries(pipelines).map(([pipeline, { paths: globs }]) => {
    const wanted = globs.map((glob) => picomatch(glob, { dot: true }))
    const unwanted = ignore.map((glob) => picomatch(glob, { dot: true }))
    return [pipeline, wanted, unwanted] as const
  })
  return (paths) =>
    matchers
      .map(([pipeline, wanted, unwanted]) => {
        const hits = paths.filter(
          (path) => wanted.some((matches) => matches(path)) && !unwanted.some((matches) => matches(path)),
        )
        return [pipeline, hits] as const
      })
      .filter(([, hits]) => hits.length > 0)
      .map(([pipeline]) => pipeline)
      .toSorted()
}
