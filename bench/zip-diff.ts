// What changed between two zips of 200 MB: by their directories, or by everything that is in them.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expected, rangeServer, twoZips } from './zip-stage.ts'

interface Cost {
  readonly found: readonly string[]
  readonly milliseconds: number
  readonly cpuMilliseconds: number
  readonly idleBytes: number
  readonly peakBytes: number
}

type Taken = Cost & { readonly requests: number; readonly bytes: number }

const rounds = Number(process.argv[2] ?? 5)
const names = ['nothing but the SDK', 'sallyport', 'unzipper, by ranges', 'download, and fflate']
const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
process.once('SIGINT', () => process.exit(130)).once('exit', () => rmSync(folder, { recursive: true }))
const [one, two] = await twoZips(folder)
if (one === undefined || two === undefined) throw new Error('zip-diff: expected two zips, found fewer')
const server = await rangeServer({ one, two })

for (const delay of [0, 25]) {
  server.state.delayMilliseconds = delay
  const taken = new Map<string, Taken[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) taken.get(name)?.push(await run(name))
  print(delay, taken)
}
server.close()

async function run(name: string): Promise<Taken> {
  const child = fork(fileURLToPath(new URL('zip-run.ts', import.meta.url)), [name, server.url])
  await once(child, 'message')
  Object.assign(server.state, { requests: 0, bytes: 0 })
  child.send('go')
  const [cost] = (await once(child, 'message')) as [Cost]
  await once(child, 'exit')
  const isRight = name === names[0] || cost.found.join() === expected.join()
  if (!isRight) throw new Error(`${name}: expected ${expected.join()}, found ${cost.found.join()}`)
  return { ...cost, requests: server.state.requests, bytes: server.state.bytes }
}

function print(delay: number, taken: ReadonlyMap<string, readonly Taken[]>): void {
  console.log(`\n${delay} ms to the first byte, ${rounds} rounds`)
  console.log('| way | requests | MB read | ms | CPU ms | resident above idle, MB | ms / sallyport |')
  console.log('|---|---:|---:|---:|---:|---:|---:|')
  const ours = taken.get('sallyport') ?? []
  for (const [name, own] of taken) {
    const of = (figure: (each: Taken) => number, digits = 0) => median(own.map(figure)).toFixed(digits)
    const ratios = own.map(({ milliseconds }, at) => milliseconds / (ours[at]?.milliseconds ?? 1))
    const above = of(({ peakBytes, idleBytes }) => (peakBytes - idleBytes) / 1e6)
    console.log(
      `| ${name} | ${of(({ requests }) => requests)} | ${of(({ bytes }) => bytes / 1e6, 2)} | ${of(({ milliseconds }) => milliseconds)} | ${of(({ cpuMilliseconds }) => cpuMilliseconds)} | ${above} | ${median(ratios).toFixed(1)} |`,
    )
  }
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
