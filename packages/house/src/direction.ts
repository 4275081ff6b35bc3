import { declaredBy, importsOf, isOurs, packageIn, packageNamed, resolved } from './imports.ts'
import type { Layer, Package, Repository, Wall } from './repository.ts'

/** app -> adapter -> domain -> kernel, never sideways; simulators have what they share beneath them. */
const mayUse: Readonly<Record<Layer, readonly Layer[]>> = {
  adapter: ['domain', 'kernel', 'simulation', 'simulator'],
  app: ['app', 'adapter', 'domain', 'kernel', 'simulation', 'simulator'],
  domain: ['kernel'],
  kernel: [],
  simulation: ['kernel'],
  simulator: ['kernel', 'simulation'],
}

/** Packages of the repository depend inwards only, in their manifest and in every import, tests included. */
export const direction: Wall = (repository) =>
  repository.packages.flatMap((self) => usesOf(self).flatMap((use) => objection(repository, self, use)))

/** A package of ours that is named somewhere. */
interface Use {
  readonly path: string
  readonly name: string
}

function usesOf(self: Package): readonly Use[] {
  const path = `${self.folder}/package.json`
  const imported = self.sources.flatMap((source) =>
    importsOf(source).map((specifier) => ({ path: source.path, name: packageIn(specifier) ?? '' })),
  )
  return [...declaredBy(self).map(([name]) => ({ path, name })), ...imported].filter(
    ({ name }) => isOurs(name) && name !== self.manifest.name,
  )
}

function objection(repository: Repository, self: Package, { path, name }: Use): string[] {
  const other = packageNamed(repository, name)
  if (other === undefined) return [`${path}: expected a package of this repository, found ${name}`]
  if (mayUse[self.layer].includes(other.layer)) return []
  return [`${path}: expected ${self.layer} to use ${expected(self.layer)}, found ${other.layer} ${name}`]
}

const expected = (layer: Layer) => (mayUse[layer].length === 0 ? 'nothing' : mayUse[layer].join(' or '))

/** A relative import stays inside its package; only doors are for others. */
export const confinement: Wall = ({ packages }) =>
  packages.flatMap(({ folder, sources }) =>
    sources.flatMap((source) =>
      importsOf(source)
        .filter((specifier) => specifier.startsWith('.'))
        .filter((specifier) => !resolved(source, specifier).startsWith(`${folder}/`))
        .map((specifier) => `${source.path}: expected an import inside ${folder}, found ${specifier}`),
    ),
  )

/** What is imported is declared, in-repo packages as `workspace:*`, foreign ones pinned. */
export const declaration: Wall = ({ packages }) =>
  packages.flatMap((self) => [...undeclared(self), ...unpinned(self)])

function undeclared(self: Package): string[] {
  const declared = new Set([self.manifest.name, ...declaredBy(self).map(([name]) => name)])
  return self.sources.flatMap((source) =>
    importsOf(source).flatMap((specifier) => {
      const name = packageIn(specifier)
      if (name === undefined || declared.has(name) || declared.has(typesOf(name))) return []
      return [`${source.path}: expected a declared package, found ${name}`]
    }),
  )
}

const typesOf = (name: string) => `@types/${name.replace(/^@/, '').replace('/', '__')}`

function unpinned(self: Package): string[] {
  const peers = Object.keys(self.manifest.peerDependencies ?? {})
  return declaredBy(self).flatMap(([name, version]) => {
    const place = `${self.folder}/package.json: ${name}`
    if (isOurs(name))
      return version === 'workspace:*' ? [] : [`${place}: expected workspace:*, found ${version}`]
    if (peers.includes(name) || /^(?:catalog:|\d+\.\d+\.\d+(?:-[\w.]+)?$)/.test(version)) return []
    return [`${place}: expected catalog: or one exact version, found ${version}`]
  })
}
