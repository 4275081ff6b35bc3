import type { File, Layer, Package, Repository, Wall } from './repository.ts'

const most = 4

/** Files that are about a package rather than of it. */
const isCeremony = (name: string) =>
  /^(?:\..+|package\.json|tsconfig.*\.json|turbo\.jsonc?|.*\.md|.*\.config\.[^.]+)$/.test(name)

/** A package has at most four files of ceremony; what it is for is in `src`. */
export const ceremony: Wall = ({ packages }) =>
  packages.flatMap(({ folder, files }) => {
    const found = files.map(({ path }) => path.slice(folder.length + 1)).filter(isCeremony)
    return found.length <= most
      ? []
      : [`${folder}: expected at most ${most} files of ceremony, found ${found.join(', ')}`]
  })

const tsconfigs: Readonly<Record<Layer, RegExp>> = {
  adapter: /^tsconfig\.adapter\.json$/,
  app: /^tsconfig\.(?!domain\.|base\.)[a-z]+\.json$/,
  domain: /^tsconfig\.domain\.json$/,
  kernel: /^tsconfig\.domain\.json$/,
  simulation: /^tsconfig\.adapter\.json$/,
  simulator: /^tsconfig\.(?:adapter|domain)\.json$/,
}

/** `tsconfig.json` is one `extends`, and the one that keeps the world out of kernel and domains. */
export const oneExtends: Wall = (repository) =>
  repository.packages.flatMap((self) => {
    const place = `${self.folder}/tsconfig.json`
    const found = jsonAt(self, 'tsconfig.json')
    if (found === undefined) return [`${place}: expected one extends, found no such file`]
    const [only, ...others] = Object.keys(found)
    const target = found['extends']
    if (only !== 'extends' || others.length > 0 || typeof target !== 'string')
      return [`${place}: expected one extends and nothing else, found ${Object.keys(found).join(', ')}`]
    const name = target.replace(/^(?:\.\.\/)+/, '')
    const climbs = target.length - name.length === self.folder.split('/').length * 3
    if (!climbs || !tsconfigs[self.layer].test(name) || !has(repository, name))
      return [`${place}: expected the root tsconfig of its layer (${self.layer}), found ${target}`]
    return []
  })

/** `turbo.json` extends the root and has one tag, the one its folder says. */
export const oneTag: Wall = ({ packages }) =>
  packages.flatMap((self) => {
    const place = `${self.folder}/turbo.json`
    const found = jsonAt(self, 'turbo.json')
    if (found === undefined) return [`${place}: expected one tag, found no such file`]
    const expected = JSON.stringify({ extends: ['//'], tags: [self.layer] })
    const spoken = JSON.stringify({ extends: found['extends'], tags: found['tags'] })
    return spoken === expected ? [] : [`${place}: expected ${expected}, found ${spoken}`]
  })

function jsonAt({ folder, files }: Package, name: string): Readonly<Record<string, unknown>> | undefined {
  const file = files.find(({ path }) => path === `${folder}/${name}`)
  return file === undefined ? undefined : JSON.parse(withoutComments(file))
}

// tsconfig.json and turbo.json allow them; texts with slashes in them, such as "//", stay.
const withoutComments = ({ text }: File) => text.replace(/^\s*\/\/.*$/gm, '')

const has = ({ files }: Repository, name: string) => files.some(({ path }) => path === name)
