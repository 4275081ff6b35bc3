import { importsOf, packageIn, resolved } from './imports.ts'
import type { Package, Source, Wall } from './repository.ts'

/**
 * What can be reached from a door, a deployment or a command imports nothing that is declared for
 * development only: it would be missing where the package is used. Types are gone by then.
 */
export const runTime: Wall = ({ packages }) =>
  packages.flatMap((self) => {
    const { dependencies, peerDependencies, optionalDependencies } = self.manifest
    const there = { ...dependencies, ...peerDependencies, ...optionalDependencies }
    return reachable(self).flatMap((source) =>
      importsOf(withoutTypes(source)).flatMap((specifier) => {
        const name = packageIn(specifier)
        if (name === undefined || name === self.manifest.name || name in there) return []
        return [`${source.path}: expected a dependency for run time, found ${name}`]
      }),
    )
  })

function reachable(self: Package): readonly Source[] {
  const reached = new Set<Source>()
  const open = self.sources.filter((source) => isEntry(self, source))
  for (let source = open.pop(); source !== undefined; source = open.pop()) {
    if (reached.has(source)) continue
    reached.add(source)
    const beside = new Set(importsOf(withoutTypes(source)).map((specifier) => resolved(source, specifier)))
    open.push(...self.sources.filter(({ path }) => beside.has(path)))
  }
  return [...reached]
}

function isEntry({ folder, manifest }: Package, { kind, path }: Source): boolean {
  if (kind === 'test') return false
  const inside = `.${path.slice(folder.length)}`
  return (
    inside.startsWith('./deployments/') ||
    targetsOf(manifest.exports).concat(targetsOf(manifest.bin)).includes(inside)
  )
}

function targetsOf(targets: unknown): string[] {
  if (typeof targets === 'string') return [`./${targets.replace(/^\.\//, '')}`]
  return typeof targets === 'object' && targets !== null ? Object.values(targets).flatMap(targetsOf) : []
}

const typesOnly = /\b(?:import|export)\s+type\s[^"]*?\bfrom\s*"\d+"/g

const withoutTypes = (source: Source): Source => ({
  ...source,
  lexed: { ...source.lexed, code: source.lexed.code.replace(typesOnly, '') },
})
