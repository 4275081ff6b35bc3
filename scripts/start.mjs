// `npm start`: installs what is missing, builds, and runs both gates on this machine.
import { spawnSync } from 'node:child_process'
import { follow } from './follow.mjs'
import { install } from './install.mjs'
import { root, toolPath } from './tool-path.mjs'

install()
const built = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only', '--log-prefix=none'], {
  cwd: root,
  env: { ...process.env, PATH: toolPath(), TURBO_TELEMETRY_DISABLED: '1' },
  // Only the command's own words may be on stdout.
  stdio: ['ignore', 2, 2],
})
if (built.status !== 0) process.exit(built.status ?? 1)
// Paths that the user gives are of the folder that npm was called in.
follow('node', [`${root}apps/cli/src/main.ts`, 'dev', ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? root,
})
