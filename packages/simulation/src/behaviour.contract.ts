import { readFileSync, readdirSync } from 'node:fs'
import { type Contract, demand } from '@sallyport/kernel'
import { type Behaviour, behaviourTable } from './behaviour.ts'

/** A simulator, as far as its list of behaviours is concerned. */
export interface BehaviourStage {
  readonly behaviours: readonly Behaviour[]
  /** The folder of its sources, with a slash at the end; the README is in the one above. */
  readonly sources: URL
  /** Global, with a group that is the id of a behaviour, or of one that should be: as tests name them. */
  readonly named: RegExp
}

/** What a list of behaviours promises: it is what the tests name, and what the README prints. */
export const behaviourContract: Contract<BehaviourStage> = [
  {
    promise: 'names each behaviour once',
    async keep({ behaviours }) {
      const ids = behaviours.map(({ id }) => id)
      none(
        ids.filter((id, index) => ids.indexOf(id) !== index),
        'each id once',
      )
    },
  },
  {
    promise: 'has a test that names each behaviour',
    async keep({ behaviours, sources }) {
      const tests = testsIn(sources)
      none(
        behaviours.map(({ id }) => id).filter((id) => !tests.includes(`[${id}]`)),
        'a test for every id',
      )
    },
  },
  {
    promise: 'has no test that names another',
    async keep({ behaviours, sources, named }) {
      const known = new Set(behaviours.map(({ id }) => id))
      const found = Array.from(testsIn(sources).matchAll(named), ([, id = '']) => id)
      none(
        found.filter((id) => !known.has(id)),
        'only ids that tests can name',
      )
    },
  },
  {
    promise: 'is the table of the README',
    async keep({ behaviours, sources }) {
      const readme = readFileSync(new URL('../README.md', sources), 'utf8')
      demand(
        readme.includes(`\n${behaviourTable(behaviours)}\n`),
        'README.md: expected the table of behaviours, found another or none',
      )
    },
  },
]

const none = (ids: readonly string[], expected: string) =>
  demand(ids.length === 0, `behaviours: expected ${expected}, found otherwise: ${ids.join(', ')}`)

/** Every test but the one that runs this. */
function testsIn(sources: URL): string {
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.startsWith('behaviour'))
    .map((file) => readFileSync(new URL(file, sources), 'utf8'))
    .join('\n')
}
