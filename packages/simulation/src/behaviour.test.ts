import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { behaviourContract } from './behaviour.contract.ts'
import { type Behaviour, behaviourTable } from './behaviour.ts'

const one: Behaviour = { id: 'wire-one', statement: 'Does one thing', evidence: 'documented', source: 'docs' }
const two: Behaviour = { id: 'wire-two', statement: 'Two', evidence: 'assumed', source: 'nobody says' }

const table = [
  '| id         | behaviour      | evidence   | source      |',
  '| ---------- | -------------- | ---------- | ----------- |',
  '| `wire-one` | Does one thing | documented | docs        |',
  '| `wire-two` | Two            | assumed    | nobody says |',
].join('\n')

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulation-'))
  mkdirSync(join(folder, 'src'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The promises that a simulator with these behaviours, this test and this README breaks. */
async function broken(behaviours: readonly Behaviour[], test: string, readme: string) {
  writeFileSync(join(folder, 'src', 'wire.test.ts'), test)
  writeFileSync(join(folder, 'src', 'behaviour.test.ts'), "it('names [wire-none] and counts for nothing')")
  writeFileSync(join(folder, 'README.md'), readme)
  const sources = pathToFileURL(`${join(folder, 'src')}/`)
  const stage = { behaviours, sources, named: / \[(wire-[a-z]+)\]/g }
  const ends = await Promise.allSettled(behaviourContract.map(({ keep }) => keep(stage)))
  return ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as Error).message] : []))
}

const test = "it('does [wire-one]')\nit('does [wire-two]')\n"
const readme = `# It\n\n${table}\n`

describe('the table of behaviours', () => {
  it('has columns as wide as their widest cell', () => {
    expect(behaviourTable([one, two])).toBe(table)
  })
})

describe('the contract of behaviours', () => {
  it('is kept by a list that tests name and the README prints', async () => {
    expect(await broken([one, two], test, readme)).toEqual([])
  })

  it('minds an id that is there twice', async () => {
    const readmeOfThree = `# It\n\n${behaviourTable([one, two, one])}\n`
    expect(await broken([one, two, one], test, readmeOfThree)).toEqual([
      'behaviours: expected each id once, found otherwise: wire-one',
    ])
  })

  it('minds an id without a test', async () => {
    expect(await broken([one, two], "it('does [wire-one]')", readme)).toEqual([
      'behaviours: expected a test for every id, found otherwise: wire-two',
    ])
  })

  it('minds a test of an id that is not listed', async () => {
    expect(await broken([one, two], `${test}it('does [wire-three]')`, readme)).toEqual([
      'behaviours: expected only ids that tests can name, found otherwise: wire-three',
    ])
  })

  it('minds another table in the README', async () => {
    expect(await broken([one, two], test, '# It\n')).toEqual([
      'README.md: expected the table of behaviours, found another or none',
    ])
  })
})
