// `npm start`: installs what is missing, builds, and runs both gates on this machine.
import { spawn, spawnSync } from 'node:child_process'
import { install } from './install.mjs'
import { root, toolPath } from './tool-path.mjs'

const env = () => ({ ...process.env, PATH: toolPath(), TURBO_TELEMETRY_DISABLED: '1' })

install()
const built = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only', '--log-prefix=none'], {
  cwd: root,
  env: env(),
  // Only the command's own words may be on stdout.
  stdio: ['ignore', 2, 2],
})
if (built.status !== 0) process.exit(built.status ?? 1)

const child = spawn('node', ['apps/cli/src/main.ts', 'dev', ...process.argv.slice(2)], {
  cwd: root,
  env: env(),
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
