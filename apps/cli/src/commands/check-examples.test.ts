import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { commandLine } from '../command-line.stage.ts'

const { run, remove } = commandLine()
afterAll(remove)

/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }

/** Where the README has people stand, and paths in a configuration start. */
const directory = fileURLToPath(new URL('../../../..', import.meta.url))
const examples = readdirSync(`${directory}docs/examples`).map((name) => `docs/examples/${name}`)

interface Report {
  readonly kind: string
  readonly issues: readonly unknown[]
}

describe('sallyport check of the examples', childProcesses, () => {
  it('finds one of each kind, and all of them good, with nothing to look at twice', async () => {
    const { code, stdout, stderr } = await run(['check', '--json', ...examples], { directory })
    expect([code, stderr]).toEqual([0, ''])
    const { files } = JSON.parse(stdout) as { readonly files: readonly Report[] }
    expect(files.flatMap(({ issues }) => issues)).toEqual([])
    const kinds = new Set(files.map(({ kind }) => kind))
    expect([...kinds].toSorted()).toEqual(['configuration', 'permissions', 'rules', 'trigger', 'webhook'])
  })
})
