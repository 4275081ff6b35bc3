// `npm test`: installs what is missing, then format, lint, borders, unused code, types, bundles and tests.
import { spawn } from 'node:child_process'
import { install } from './install.mjs'
import { root, toolPath } from './tool-path.mjs'

const steps = [
  { name: 'format', command: ['biome', 'format', '.'] },
  { name: 'lint', command: ['oxlint', '--deny-warnings', '.'] },
  { name: 'boundaries', command: ['turbo', 'boundaries'] },
  { name: 'unused code', command: ['knip', '--no-progress'] },
  {
    name: 'types, bundles, tests',
    command: ['turbo', 'run', 'check-types', 'build', 'test', '--continue', '--concurrency=2'],
  },
]

install()
const failed = []
let output = ''
for (const { name, command } of steps) {
  process.stdout.write(`\n== ${name}\n`)
  const { status, text } = await run(command)
  output += text
  if (status !== 0) failed.push(name)
}
const count = (word) =>
  [...output.matchAll(new RegExp(`Tests .*?(\\d+) ${word}`, 'g'))].reduce((sum, [, n]) => sum + Number(n), 0)
if (failed.length > 0) process.stdout.write(`\nfailed: ${failed.join(', ')}\n`)
// A step that failed without a failing test must still show in the count.
const failures = Math.max(count('failed'), failed.length)
process.stdout.write(`\n${count('passed')} passed, ${failures} failed\n`)
process.exit(failed.length > 0 ? 1 : 0)

function run([tool, ...args]) {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: toolPath(), NO_COLOR: '1', TURBO_TELEMETRY_DISABLED: '1' }
    delete env.FORCE_COLOR
    const child = spawn(tool, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        text += chunk
        process.stdout.write(chunk)
      })
    child.on('error', (error) => resolve({ status: 1, text: `${text}${error.message}` }))
    child.on('close', (status) => resolve({ status, text }))
  })
}
