import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder with files in it, which are removed with it. */
export interface StagedFolder {
  readonly path: string
  /** @param content text, or what becomes JSON */
  readonly write: (path: string, content: string | object) => void
  /** Puts a turbo where one would be installed, which is a script for the shell. */
  readonly installTurbo: (script: string) => void
  readonly remove: () => void
}

export type StagedFiles = Readonly<Record<string, string | object>>

export function stagedFolder(files: StagedFiles): StagedFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'sallyport-workspace-')))
  const write: StagedFolder['write'] = (name, content) => {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  for (const [name, content] of Object.entries(files)) write(name, content)
  return {
    path,
    write,
    installTurbo(script) {
      write('node_modules/.bin/turbo', `#!/bin/sh\n${script}\n`)
      chmodSync(join(path, 'node_modules/.bin/turbo'), 0o755)
    },
    remove: () => rmSync(path, { recursive: true }),
  }
}

/** Of three packages: the API needs the library, the site needs neither. */
export const manifests = {
  'apps/api/package.json': {
    name: '@acme/api',
    version: '1.0.0',
    dependencies: { '@acme/lib': '^1.0.0', debug: '^4.3.0' },
  },
  'apps/web/package.json': { name: '@acme/web', version: '1.0.0', dependencies: { odd: 'npm:is-odd@2.0.0' } },
  'libs/lib/package.json': { name: '@acme/lib', version: '1.0.0', dependencies: { 'is-odd': '^3.0.0' } },
} as const

const root = { name: 'acme', private: true, devDependencies: { picocolors: '1.1.1' } }

/** The same workspace as npm and yarn have it. */
export const rootOfGlobs = { ...root, workspaces: ['apps/*', 'libs/*'] }
export const rootOfPnpm = root
export const pnpmWorkspace = 'packages:\n  - "apps/*"\n  - "libs/**"\n'
