import type { PathPattern } from './path-pattern.ts'
import type { PatternNumber } from './path-index.ts'

/** What patterns say of one directory that some pattern names. */
export interface Directory {
  /** How every path in here begins, with a slash at its end; empty at the root. */
  readonly prefix: string
  readonly outer: Directory | undefined
  /** This directory and those around it, as far as patterns say something of them, outermost first. */
  telling: readonly Directory[]
  readonly inner: Map<string, Directory>
  /** Patterns that the directory itself matches, as a path. */
  readonly itself: PatternNumber[]
  /** Patterns that everything in here matches, however deep. */
  readonly inside: PatternNumber[]
  /** By the name of a file in here, however deep. */
  readonly names: Rows
  /** By the ending of such a name, from one of its dots. */
  readonly endings: Rows
  readonly globs: Candidate[]
  /** 1 for the codes, modulo 128, that endings end with. */
  lastCodes: Uint8Array
  /** Of the longest row in `endings`. */
  longestEnding: number
  isTelling: boolean
}

export type Rows = Map<string, PatternNumber[]>

/** A glob that only picomatch can judge, once the path has its ending. */
export interface Candidate {
  readonly number: PatternNumber
  readonly ending: string
  readonly matches: PathPattern['matches']
}

/** Every pattern, put where a path will look for it. */
export interface Tables {
  readonly root: Directory
  readonly paths: Rows
  readonly caseless: Rows
}

export function tablesOf(patterns: readonly PathPattern[]): Tables {
  const tables: Tables = { root: emptyDirectory('', undefined), paths: new Map(), caseless: new Map() }
  for (const [number, pattern] of patterns.entries()) place(tables, number, pattern)
  tellTheInner(tables.root)
  return tables
}

function tellTheInner(directory: Directory): void {
  const around = directory.outer?.telling ?? []
  directory.telling = directory.isTelling ? [...around, directory] : around
  for (const inner of directory.inner.values()) tellTheInner(inner)
}

function place(
  { root, paths, caseless }: Tables,
  number: PatternNumber,
  { form, matches }: PathPattern,
): void {
  if (form.form === 'path') return add(paths, form.path, number)
  if (form.form === 'caseless') return add(caseless, form.path, number)
  const directory = directoryAt(root, form.form === 'every' ? '' : form.directory)
  directory.isTelling = true
  if (form.form === 'every') directory.inside.push(number)
  else if (form.form === 'below') {
    directory.itself.push(number)
    directory.inside.push(number)
  } else if (form.form === 'name') add(directory.names, form.name, number)
  else if (form.form === 'glob') directory.globs.push({ number, ending: form.ending, matches })
  else if (form.ending === '') directory.inside.push(number)
  else {
    add(directory.endings, form.ending, number)
    if (directory.longestEnding === 0) directory.lastCodes = new Uint8Array(128)
    directory.lastCodes[form.ending.charCodeAt(form.ending.length - 1) & 127] = 1
    directory.longestEnding = Math.max(directory.longestEnding, form.ending.length)
  }
}

const emptyDirectory = (prefix: string, outer: Directory | undefined): Directory => ({
  prefix,
  outer,
  telling: [],
  inner: new Map(),
  itself: [],
  inside: [],
  names: new Map(),
  endings: new Map(),
  globs: [],
  lastCodes: new Uint8Array(0),
  longestEnding: 0,
  isTelling: false,
})

function add(rows: Rows, key: string, number: PatternNumber): void {
  const row = rows.get(key)
  if (row === undefined) rows.set(key, [number])
  else row.push(number)
}

function directoryAt(root: Directory, path: string): Directory {
  return (path === '' ? [] : path.split('/')).reduce((at, name) => {
    const there = at.inner.get(name)
    if (there !== undefined) return there
    const inner = emptyDirectory(`${at.prefix}${name}/`, at)
    at.inner.set(name, inner)
    return inner
  }, root)
}
