import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { file } from './file.ts'
import { type Seal, spelt } from './line.ts'

const origin = { kind: 'git', repository: 'shop', ref: 'refs/heads/main' } as const
const runner = fileURLToPath(new URL('writer.runner.ts', import.meta.url))

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-file-'))
  path = join(folder, 'ledger.jsonl')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

interface Run {
  readonly child: ChildProcess
  /** What it said was written, as `pipeline edition name`. */
  readonly said: () => readonly string[]
  readonly ended: Promise<unknown>
}

function run(options: Readonly<Record<string, string | number>>): Run {
  const flags = Object.entries({ path, ...options }).map(([name, value]) => `--${name}=${value}`)
  const child = spawn(process.execPath, [runner, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout?.on('data', (part: Buffer) => {
    text += part.toString()
  })
  return { child, said: () => text.split('\n').slice(0, -1), ended: once(child, 'close') }
}

const editionsOf = (said: readonly string[]) => said.map((line) => line.split(' ').slice(0, 2).join(' '))

async function lastEditions(pipelines: number): Promise<ReadonlyMap<string, number>> {
  const names = Array.from({ length: pipelines }, (_, number) => `p${number}`)
  const found = await file({ path }).read(origin, names)
  return new Map(found.map(({ key, edition }) => [key.pipeline, edition]))
}

describe('several processes', () => {
  it.each([1000, 3])(
    'write each edition exactly once, with a file rewritten after %i lines',
    { timeout: 120_000 },
    async (waste) => {
      const runs = ['a', 'b', 'c', 'd'].map((name) => run({ name, pipelines: 3, editions: 60, waste }))
      await Promise.all(runs.map(({ ended }) => ended))
      const editions = editionsOf(runs.flatMap(({ said }) => said()))
      expect(runs.map(({ child }) => child.exitCode)).toEqual([0, 0, 0, 0])
      expect(new Set(editions).size).toBe(editions.length)
      const last = await lastEditions(3)
      expect(editions).toHaveLength([...last.values()].reduce((sum, edition) => sum + edition, 0))
      expect(await readdir(folder)).toEqual(['ledger.jsonl'])
    },
  )

  it('lose nothing that was answered when they are killed, again and again', {
    timeout: 120_000,
  }, async () => {
    const said: string[] = []
    for (let round = 0; round < 15; round += 1) {
      const runs = ['a', 'b'].map((name) =>
        run({ name: name + round, pipelines: 2, editions: 1e6, waste: 2 }),
      )
      await Promise.all(
        runs.map(async ({ child, ended }) => {
          await once(child.stdout ?? child, 'data')
          // Somewhere in the middle of things: how far it gets differs from run to run.
          for (let beat = 0; beat < round * 3; beat += 1) await new Promise(setImmediate)
          child.kill('SIGKILL')
          await ended
        }),
      )
      said.push(...runs.flatMap((one) => one.said()))
      const last = await lastEditions(2)
      for (const line of said) {
        const [pipeline = '', edition] = line.split(' ')
        expect(last.get(pipeline)).toBeGreaterThanOrEqual(Number(edition))
      }
    }
    const editions = editionsOf(said)
    expect(new Set(editions).size).toBe(editions.length)
    const { child, ended } = run({ name: 'after', pipelines: 2, editions: 3 })
    await ended
    expect(child.exitCode).toBe(0)
  })
})

describe('a seal', () => {
  const seal = (changes: Partial<Seal>): string => spelt({ seal: 's', pid: process.pid, ...changes })
  const write = (edition: number) => file({ path }).write({ key: { ...origin, pipeline: 'p0' }, edition })
  const dead = async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'close')
    return child.pid ?? 0
  }

  it('of a process that died passes to the next that writes, and to one only', async () => {
    await write(1)
    await appendFile(path, seal({ pid: await dead() }))
    const answers = await Promise.all([write(2), write(2), write(2)])
    expect(answers.toSorted()).toEqual(['conflict', 'conflict', 'written'])
    expect((await lastEditions(1)).get('p0')).toBe(2)
  })

  // Other systems do not say when a process began.
  if (process.platform === 'linux')
    it('of a process whose number another has now passes on too', async () => {
      await write(1)
      await appendFile(path, seal({ began: '1' }))
      expect(await write(2)).toBe('written')
    })

  it('that passed on is not taken twice', async () => {
    await write(1)
    const pid = await dead()
    await appendFile(
      path,
      seal({ pid }) + seal({ seal: 't', over: 's', pid }) + seal({ seal: 'u', over: 's' }),
    )
    expect(await write(2)).toBe('written')
  })

  it('makes what stands behind it void, until it is lifted', async () => {
    await write(1)
    const at = 0
    const entry = { key: { ...origin, pipeline: 'p0' }, edition: 2 }
    const line = (writer: string) => spelt({ writer, at, entry: { ...entry, baseline: writer } })
    await appendFile(path, seal({}) + line('void') + spelt({ unseal: 'other' }) + line('void too'))
    expect((await lastEditions(1)).get('p0')).toBe(1)
    await appendFile(path, spelt({ unseal: 's' }) + line('counts'))
    expect(await file({ path }).read(origin, ['p0'])).toEqual([{ ...entry, baseline: 'counts' }])
  })

  it('of a process that lives is waited for, and then named', { timeout: 60_000 }, async () => {
    await write(1)
    await appendFile(path, seal({}))
    await expect(write(2)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: `${path}: expected an answer, found a file that stays sealed`,
    })
    expect((await lastEditions(1)).get('p0')).toBe(1)
  })
})
