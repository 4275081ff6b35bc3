import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deliveryStage } from './cold-sources.ts'
import { accessStage } from './cold-stages.ts'
import { documentStage } from './document-stage.ts'

/** A cold start that is measured: a bundle, its environment, an event. */
export interface ColdStart {
  readonly name: string
  readonly bundle: string
  readonly environment: Readonly<Record<string, string>>
  readonly event: object
}

interface Cost {
  readonly importMilliseconds: number
  readonly eventMilliseconds: number
  readonly bytes: number
  readonly undici: boolean
  readonly isAnswered: boolean
}

const rounds = Number(process.argv[2] ?? 15)
const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
const empty = join(folder, 'empty.mjs')
writeFileSync(empty, 'export const handler = async () => ({})')
const [access, delivery] = [await accessStage(folder), await deliveryStage(folder)]
const documents = await documentStage(access)
const contestants: readonly ColdStart[] = [
  { name: 'empty handler', bundle: empty, environment: {}, event: {} },
  ...access.starts,
  ...documents.starts,
  ...delivery.starts,
]
const measured = new Map<string, (Cost & { wall: number })[]>(contestants.map(({ name }) => [name, []]))
for (let round = 0; round < rounds; round++)
  for (const each of contestants) measured.get(each.name)?.push(await run(each))

const floor = median(measured.get('empty handler') ?? [], ({ wall }) => wall)
console.log('| cold start | loaded, KB | import, ms | first event, ms | over an empty handler, ms | undici |')
console.log('|---|---:|---:|---:|---:|---|')
for (const [name, taken] of measured) {
  const [first] = taken
  const ms = (of: (cost: Cost & { wall: number }) => number) => median(taken, of).toFixed(0)
  const over = (median(taken, ({ wall }) => wall) - floor).toFixed(0)
  const loaded = ((first?.bytes ?? 0) / 1000).toFixed(0)
  console.log(
    `| ${name} | ${loaded} | ${ms((c) => c.importMilliseconds)} | ${ms((c) => c.eventMilliseconds)} | ${over} | ${first?.undici ? 'loaded' : 'no'} |`,
  )
}
await access.close()
await documents.close()
await delivery.close()
rmSync(folder, { recursive: true })

async function run({ bundle, environment, event }: ColdStart): Promise<Cost & { wall: number }> {
  const file = join(folder, 'event.json')
  writeFileSync(file, JSON.stringify(event))
  const runner = fileURLToPath(new URL('cold-run.mjs', import.meta.url))
  const started = performance.now()
  const child = fork(runner, [bundle, file], {
    env: { ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const cost = await new Promise<Cost>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Cost))
    child.once('exit', () => reject(new Error(`${bundle} did not answer`)))
  })
  const wall = performance.now() - started
  await new Promise((resolve) => child.once('close', resolve))
  return { ...cost, wall }
}

function median(
  costs: readonly (Cost & { wall: number })[],
  of: (cost: Cost & { wall: number }) => number,
): number {
  const sorted = costs.map(of).toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
