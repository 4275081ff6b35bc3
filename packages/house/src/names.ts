import { type Repository, sourcesOf, type Wall } from './repository.ts'

const forbidden = new Set([
  'base',
  'common',
  'helper',
  'helpers',
  'impl',
  'manager',
  'service',
  'services',
  'types',
  'util',
  'utils',
])

const code = /\.[cm]?[jt]sx?$/
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+$/

/** Code files are kebab-case and named by a noun that says something; folders likewise. */
export const fileNames: Wall = (repository) =>
  codeFiles(repository).flatMap(({ path }) => {
    const steps = path.split('/')
    const name = steps.at(-1) ?? ''
    const wrong = kebab.test(name) ? [] : [`${path}: expected kebab-case, found ${name}`]
    const empty = steps.flatMap((step) => step.split(/[-.]/)).filter((word) => forbidden.has(word))
    return [...wrong, ...empty.map((word) => `${path}: expected a noun that says something, found ${word}`)]
  })

/** `index.ts` is a package's door and nothing else. */
export const onlyDoors: Wall = ({ packages }) =>
  packages.flatMap(({ folder, sources, manifest }) =>
    sources
      .filter(({ path }) => /\/index\.[cm]?[jt]sx?$/.test(path))
      .filter(({ path }) => manifest.exports?.['.'] !== `.${path.slice(folder.length)}`)
      .map(({ path }) => `${path}: expected index.ts to be the package's door, found another`),
  )

const declared = /\b(?:interface|type|class|function|enum)\s+(\w+)/g
// IPv4 and IPv6 are words; AWS calls its service Secrets Manager.
const hungarian = /^I(?!Pv[46])[A-Z][a-z]/
const hollow = /^(?:Base|Abstract)[A-Z]|(?:Helpers?|Impl|(?<!Secrets)Manager|Service|Utils?)$/

/** What is declared says what it is: no `IStore`, no `StoreImpl`, no `StoreManager`. */
export const declaredNames: Wall = (repository) =>
  sourcesOf(repository).flatMap(({ path, lexed }) =>
    [...lexed.code.matchAll(declared)]
      .flatMap(([, name]) => name ?? [])
      .filter((name) => hungarian.test(name) || hollow.test(name))
      .map((name) => `${path}: expected a noun that says something, found ${name}`),
  )

const codeFiles = ({ files }: Repository) =>
  files.filter(({ path }) => code.test(path) && !path.startsWith('.'))
