// Runs a command as if this process were it: the same signals, the same end.
import { spawn } from 'node:child_process'
import { toolPath } from './tool-path.mjs'

const parent = process.ppid

export function follow(command, args, options = {}) {
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: toolPath(), TURBO_TELEMETRY_DISABLED: '1' },
    ...options,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // npm hands a signal to the shell between us, which ends without a word to its own child.
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 250).unref()
  child.on('error', (error) => {
    process.stderr.write(`${command}: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
}
