// Installs the workspace from the lockfile; needs only the shell's own Node (>= 20) and npm.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './tool-path.mjs'

/** Output goes to stderr, so that a command's own stdout stays its own. */
export function install() {
  if (isCurrent()) return
  const { pnpm } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies
  // A new package on a contributor's machine belongs into the lockfile; CI takes it as it is.
  const mode = process.env.CI ? '--frozen-lockfile' : '--prefer-frozen-lockfile'
  const run = spawnSync('npx', ['--yes', `pnpm@${pnpm}`, 'install', mode], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (run.status !== 0) {
    process.stderr.write('install: expected pnpm to install the lockfile, found the errors above\n')
    process.exit(run.status ?? 1)
  }
  writeFileSync(stamp, fingerprint())
}

/** What was installed last, told by the files that decide it. */
const stamp = join(root, 'node_modules/.sallyport-installed')

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests()])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** Every package's manifest: a new dependency is an install as well. */
const manifests = () =>
  ['apps/*', 'bench', 'packages/*', 'packages/*/*']
    .flatMap((folder) => foldersLike(folder))
    .map((folder) => join(folder, 'package.json'))
    .filter((file) => existsSync(join(root, file)))

function foldersLike(pattern) {
  const [top, ...rest] = pattern.split('/')
  return rest.reduce(
    (folders) =>
      folders.flatMap((folder) =>
        readdirSync(join(root, folder), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !['node_modules', 'src', 'dist'].includes(entry.name))
          .map((entry) => join(folder, entry.name)),
      ),
    [top],
  )
}

function isCurrent() {
  const node = join(root, 'node_modules/node/bin/node')
  return existsSync(stamp) && existsSync(node) && readFileSync(stamp, 'utf8') === fingerprint()
}
