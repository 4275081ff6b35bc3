import { posix } from 'node:path'
import type { Package, Repository, Source } from './repository.ts'

const clause = /(?<!\.)\b(?:from|import|require)\s*\(?\s*"(\d+)"/g

/** What a source imports or exports from elsewhere, types and dynamic imports included. */
export function importsOf({ lexed }: Pick<Source, 'lexed'>): readonly string[] {
  return [...lexed.code.matchAll(clause)].flatMap(([, position]) => lexed.texts[Number(position)] ?? [])
}

/** The package a specifier names, or none for a file beside it or a part of Node. */
export function packageIn(specifier: string): string | undefined {
  if (/^(?:\.|node:|#|\/)/.test(specifier)) return undefined
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0]
}

export const isOurs = (name: string): boolean => name.startsWith('@sallyport/')

/** Everything a package declares, with its version. */
export function declaredBy({ manifest }: Package): readonly (readonly [string, string])[] {
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest
  return [dependencies, devDependencies, peerDependencies, optionalDependencies].flatMap((some) =>
    Object.entries(some ?? {}),
  )
}

/** Declared packages that come along at run time and are not ours. */
export function foreignAtRunTime({ manifest }: Package): readonly string[] {
  const { dependencies, peerDependencies, optionalDependencies } = manifest
  return Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }).filter(
    (name) => !isOurs(name),
  )
}

/** The file a relative specifier leads to, from the root of the repository. */
export const resolved = (source: Pick<Source, 'path'>, specifier: string): string =>
  posix.join(posix.dirname(source.path), specifier)

export const packageNamed = ({ packages }: Repository, name: string): Package | undefined =>
  packages.find(({ manifest }) => manifest.name === name)
