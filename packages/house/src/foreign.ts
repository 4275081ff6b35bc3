import { foreignAtRunTime, importsOf, isOurs, packageIn } from './imports.ts'
import type { Package, Source, Wall } from './repository.ts'

/** The three pure packages that the insides may use, each in one place. */
const pure: ReadonlyMap<string, RegExp> = new Map([
  ['picomatch', /(?:^|\/)path-pattern\.ts$/],
  ['temporal-polyfill', /(?:^|\/)working-hours\.ts$/],
  ['valibot', /-document\.ts$/],
])

/** Kernel and domains bring nothing foreign but three pure packages, and import each in its place only. */
export const purity: Wall = ({ packages }) =>
  packages
    .filter(({ layer }) => layer === 'kernel' || layer === 'domain')
    .flatMap((self) => [
      ...foreignAtRunTime(self)
        .filter((name) => !pure.has(name))
        .map(
          (name) =>
            `${self.folder}/package.json: expected only ${[...pure.keys()].join(', ')}, found ${name}`,
        ),
      ...self.sources.filter(({ kind }) => kind === 'source').flatMap(misplaced),
      ...self.sources.flatMap(worldly),
    ])

function misplaced(source: Source): string[] {
  return importsOf(source).flatMap((specifier) => {
    const name = packageIn(specifier)
    if (name === undefined || isOurs(name)) return []
    const place = pure.get(name)
    if (place === undefined) return [`${source.path}: expected nothing foreign, found ${name}`]
    return place.test(source.path) ? [] : [`${source.path}: expected ${name} in one place, found it here`]
  })
}

const worldly = (source: Source): string[] =>
  importsOf(source)
    .filter((specifier) => specifier.startsWith('node:'))
    .map((specifier) => `${source.path}: expected no part of the world, found ${specifier}`)

/** A foreign package at run time is an adapter's or an app's business, once for all adapters of a port. */
export const onePerPort: Wall = ({ packages }) => [
  ...packages
    .filter(({ layer }) => layer === 'simulation' || layer === 'simulator')
    .flatMap((self) =>
      foreignAtRunTime(self).map(
        (name) => `${self.folder}/package.json: expected nothing foreign, found ${name}`,
      ),
    ),
  ...[...groupsOf(packages)].flatMap(([group, adapters]) => repeatedIn(group, adapters)),
]

function groupsOf(packages: readonly Package[]): ReadonlyMap<string, readonly Package[]> {
  return Map.groupBy(
    packages.filter(({ layer }) => layer === 'adapter'),
    ({ group }) => group ?? '',
  )
}

function repeatedIn(group: string, adapters: readonly Package[]): string[] {
  const users = Map.groupBy(
    adapters.flatMap((self) => foreignAtRunTime(self).map((name) => ({ name, folder: self.folder }))),
    ({ name }) => name,
  )
  return [...users]
    .filter(([, some]) => some.length > 1)
    .map(
      ([name, some]) =>
        `packages/${group}: expected ${name} in one package, found it in ${some.map(({ folder }) => folder).join(' and ')}`,
    )
}
