// Runs a command of this repository with its own Node and its own tools, whatever Node the shell has.
import { spawn } from 'node:child_process'
import { toolPath } from './tool-path.mjs'

const [command, ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, PATH: toolPath() } })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
