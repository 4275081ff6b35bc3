import { importsOf } from './imports.ts'
import type { Package, Source, Wall } from './repository.ts'

/** Every adapter has a README. */
export const readmes: Wall = ({ packages }) =>
  packages
    .filter(({ layer }) => layer === 'adapter')
    .filter(({ folder, files }) => (fileAt(files, `${folder}/README.md`) ?? '').trim() === '')
    .map(({ folder }) => `${folder}: expected a README.md, found none`)

/** Every driven adapter has a test that runs its port's contract. Entrances drive, and have none. */
export const contracts: Wall = ({ packages }) =>
  packages
    .filter(({ layer, group }) => layer === 'adapter' && group !== 'entrances')
    .filter(({ sources }) => !sources.some(runsContract))
    .map(({ folder }) => `${folder}: expected a test that runs its port's contract, found none`)

const door = /^@sallyport\/(?:kernel|access|delivery)\/contracts$/

function runsContract(source: Source): boolean {
  if (source.kind !== 'test' || !importsOf(source).some((specifier) => door.test(specifier))) return false
  const { code, texts } = source.lexed
  return [...code.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*"(\d+)"/g)]
    .filter(([, , position]) => door.test(texts[Number(position)] ?? ''))
    .flatMap(([, names = '']) => names.split(','))
    .filter((clause) => /^\s*\w+Contract\b/.test(clause))
    .map((clause) => clause.trim().split(/\s+/).at(-1) ?? '')
    .some((name) => used(name, code))
}

/** Once in the import is not enough. */
const used = (name: string, code: string) => code.split(new RegExp(`\\b${name}\\b`)).length > 2

const fileAt = (files: Package['files'], wanted: string) => files.find(({ path }) => path === wanted)?.text
