// Installs the workspace from the lockfile; needs only the shell's own Node (>= 20) and npm.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './tool-path.mjs'

/** Output goes to stderr, so that a command's own stdout stays its own. */
export function install() {
  if (isCurrent()) return
  const { pnpm } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies
  const run = spawnSync('npx', ['--yes', `pnpm@${pnpm}`, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (run.status !== 0) {
    process.stderr.write('install: expected pnpm to install the lockfile, found the errors above\n')
    process.exit(run.status ?? 1)
  }
}

/** pnpm writes this file at the end of each install. */
function isCurrent() {
  const done = join(root, 'node_modules/.modules.yaml')
  const node = join(root, 'node_modules/node/bin/node')
  return (
    existsSync(done) &&
    existsSync(node) &&
    ['pnpm-lock.yaml', 'pnpm-workspace.yaml'].every(
      (file) => statSync(join(root, file)).mtimeMs <= statSync(done).mtimeMs,
    )
  )
}
