import { type Source, sourcesOf, type Wall } from './repository.ts'

/** Named exports only; a tool's configuration file is the tool's business. */
export const namedExports: Wall = (repository) =>
  sourcesOf(repository)
    .filter(({ path }) => !/\.config\.[cm]?[jt]s$/.test(path))
    .filter(({ lexed }) => /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/.test(lexed.code))
    .map(({ path }) => `${path}: expected named exports, found a default one`)

const composes = /^apps\/(?:[^/]+\/deployments|cli|local)\//

/** The environment is read where adapters are put together, and handed on as options. */
export const environment: Wall = (repository) =>
  sourcesOf(repository)
    .filter(({ path, lexed }) => !composes.test(path) && readsEnvironment(lexed))
    .map(({ path }) => `${path}: expected options, found process.env`)

function readsEnvironment({ code, texts }: Source['lexed']): boolean {
  if (/\bprocess\s*(?:\?\.|\.)\s*env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/.test(code)) return true
  return [...code.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*"(\d+)"/g)].some(
    ([, names = '', position]) =>
      /\benv\b/.test(names) && /^(?:node:)?process$/.test(texts[Number(position)] ?? ''),
  )
}

const worldly: readonly (readonly [string, RegExp])[] = [
  ['Date', /(?<![.\w$])Date\b(?!\s*:)/],
  ['Math.random', /\bMath\s*\.\s*random\b/],
  ['Temporal.Now', /\bTemporal\s*\.\s*Now\b/],
  ['a timer', /(?<![.\w$])(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b/],
  ['performance', /(?<![.\w$])performance\s*\./],
]

/** Domains and kernel take time from a Clock and chance from nowhere; their tests may set the stage. */
export const timeless: Wall = ({ packages }) =>
  packages
    .filter(({ layer }) => layer === 'domain' || layer === 'kernel')
    .flatMap(({ sources }) => sources.filter(({ kind }) => kind === 'source'))
    .flatMap(({ path, lexed }) =>
      worldly
        .filter(([, pattern]) => pattern.test(lexed.code))
        .map(([name]) => `${path}: expected nothing of the world, found ${name}`),
    )
