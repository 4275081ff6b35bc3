import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Lexed, lex } from './lexer.ts'

/** A file of the repository. */
export interface File {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
}

/** A TypeScript or JavaScript file of a package. */
export interface Source extends File {
  readonly kind: 'source' | 'test'
  readonly lexed: Lexed
}

export type Layer = 'kernel' | 'domain' | 'simulation' | 'simulator' | 'adapter' | 'app'

export interface Manifest {
  readonly name?: string
  readonly exports?: Readonly<Record<string, unknown>>
  readonly bin?: unknown
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export interface Package {
  /** Such as `packages/verifiers/jwt`. */
  readonly folder: string
  /** The layer its folder puts it in. */
  readonly layer: Layer
  /** The grouping folder of an adapter, such as `verifiers`. */
  readonly group: string | undefined
  readonly manifest: Manifest
  readonly files: readonly File[]
  readonly sources: readonly Source[]
}

export interface Repository {
  readonly files: readonly File[]
  readonly packages: readonly Package[]
}

/** A rule of the house: a sentence for each place that breaks it. */
export type Wall = (repository: Repository) => readonly string[]

const skipped = new Set(['.git', '.turbo', 'cdk.out', 'coverage', 'dist', 'node_modules'])
const readable =
  /(?:\.(?:[cm]?[jt]sx?|jsonc?|md|ya?ml|html|css|sh|txt)|\/run|\.npmrc|\.gitignore|CODEOWNERS)$/

/** Reads this repository, without what is built or installed. */
export function readRepository(): Repository {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  return repositoryOf(Object.fromEntries(walk(root, '')))
}

function* walk(root: string, folder: string): Generator<[string, string]> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (skipped.has(entry.name)) continue
    if (entry.isDirectory()) yield* walk(root, path)
    else if (entry.isFile())
      yield [path, readable.test(`/${path}`) ? readFileSync(join(root, path), 'utf8') : '']
  }
}

/** Makes a repository of paths and texts: the real one, or a small one for a test. */
export function repositoryOf(texts: Readonly<Record<string, string>>): Repository {
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }))
  return { files, packages: files.flatMap((file) => packageOf(file, files)) }
}

const packageJson = /^((?:packages|apps)\/(?:[^/]+\/)?[^/]+)\/package\.json$/

function packageOf(manifest: File, all: readonly File[]): Package[] {
  const folder = packageJson.exec(manifest.path)?.[1]
  if (folder === undefined) return []
  const files = all.filter(({ path }) => path.startsWith(`${folder}/`))
  const [top, group, name] = folder.split('/')
  return [
    {
      folder,
      layer: layerOf(folder),
      group: top === 'packages' && name !== undefined ? group : undefined,
      manifest: JSON.parse(manifest.text),
      files,
      sources: files.flatMap(sourceOf),
    },
  ]
}

const layers: Readonly<Record<string, Layer>> = {
  'packages/access': 'domain',
  'packages/delivery': 'domain',
  'packages/aws-simulator': 'simulator',
  'packages/gateway-simulator': 'simulator',
  'packages/github-simulator': 'simulator',
  'packages/kernel': 'kernel',
  'packages/simulation': 'simulation',
}

/** Folders say what a package is; `turbo.json` has to agree. */
function layerOf(folder: string): Layer {
  return layers[folder] ?? (/^packages\/[^/]+\/[^/]+$/.test(folder) ? 'adapter' : 'app')
}

function sourceOf(file: File): Source[] {
  if (!/\.[cm]?[jt]sx?$/.test(file.path)) return []
  const kind = /\.(?:test|test-d)\.[cm]?[jt]sx?$/.test(file.path) ? 'test' : 'source'
  return [{ ...file, kind, lexed: lex(file.text) }]
}

/** Every text is lexed once; a wall asks for all sources of all packages at once. */
export const sourcesOf = ({ packages }: Repository): readonly Source[] =>
  packages.flatMap(({ sources }) => sources)
