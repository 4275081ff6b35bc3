import { type File, type Repository, sourcesOf, type Wall } from './repository.ts'

// Spelt with brackets, so that this file does not find itself.
const machine =
  /(?<![\w.}*)-])(?:\/(?:h[o]me|U[s]ers|r[o]ot)\/[\w.-]+|\/work\/(?:m[a]in|s[h]ared)\b|[A-Z]:\\U[s]ers\\)/
const registry = /\b(?:registry\.(?:n[p]mjs|y[a]rnpkg)\.\w+|n[p]m\.pkg\.github\.com|\w+\.j[f]rog\.io)/
const unfinished = /\b(?:T[O]DO|F[I]XME)\b/

const found = ({ text }: File, pattern: RegExp) => pattern.exec(text)?.[0]

/** No path of somebody's machine is in the repository. */
export const machinePaths: Wall = ({ files }) =>
  files.flatMap((file) => {
    const path = found(file, machine)
    return path === undefined ? [] : [`${file.path}: expected no path of a machine, found ${path}`]
  })

/** Where packages come from is the reader's setting, in the lockfile and everywhere else. */
export const registryHosts: Wall = ({ files }) =>
  files.flatMap((file) => {
    const host = found(file, registry) ?? (isLockfile(file) ? found(file, /\btarball: *\S+/) : undefined)
    return host === undefined ? [] : [`${file.path}: expected no registry, found ${host}`]
  })

const isLockfile = ({ path }: File) => /(?:^|\/)(?:pnpm-lock\.yaml|package-lock\.json|\.npmrc)$/.test(path)

/** What is not finished is an issue, not a comment. */
export const unfinishedWork: Wall = (repository) => {
  const comments = sourcesOf(repository).map(({ path, lexed }) => ({ path, text: lexed.comments.join('\n') }))
  return [...comments, ...prose(repository)].flatMap((file) => {
    const word = found(file, unfinished)
    return word === undefined ? [] : [`${file.path}: expected finished work, found ${word}`]
  })
}

/** Files outside packages, and those that are not code, are looked at as a whole. */
function prose(repository: Repository): readonly File[] {
  const lexed = new Set(sourcesOf(repository).map(({ path }) => path))
  return repository.files.filter(({ path }) => !lexed.has(path) && !path.endsWith('pnpm-lock.yaml'))
}

const skipped =
  /\b(?:x(?:it|test|describe)|(?:it|test|describe|suite|bench)(?:\s*\.\s*\w+)*\s*\.\s*(?:skip|only|todo|skipIf|runIf|fails))\b|\.\s*(?:skip|only)\s*\(/

/** Every test runs, everywhere. */
export const skippedTests: Wall = (repository) =>
  sourcesOf(repository)
    .filter(({ kind }) => kind === 'test')
    .flatMap(({ path, lexed }) => {
      const call = skipped.exec(lexed.code)?.[0]
      return call === undefined ? [] : [`${path}: expected a test that runs, found ${call}`]
    })

const silenced = /@ts-(?:ignore|expect-error|nocheck)/

/** The compiler is not talked over, except by type tests, whose subject is its complaint. */
export const silencedCompiler: Wall = (repository) =>
  sourcesOf(repository)
    .filter(({ path }) => !path.endsWith('.test-d.ts'))
    .flatMap(({ path, lexed }) => {
      const word = silenced.exec(lexed.comments.join('\n'))?.[0]
      return word === undefined ? [] : [`${path}: expected types that fit, found ${word}`]
    })
