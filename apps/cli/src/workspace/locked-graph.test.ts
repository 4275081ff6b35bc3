import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LockedGraph, resolving } from './locked-graph.ts'
import { npmGraph } from './npm-lockfile.ts'
import { pnpmGraph } from './pnpm-lockfile.ts'
import { yarnLockfileGraph } from './yarn-lockfile.ts'

/** What each of a few names asks for; the capitals are packages of the workspace. */
type Needs = Readonly<Record<string, readonly string[]>>

const members = ['A', 'B', 'C'] as const
const things = ['k', 'l', 'm', 'n', 'o', 'p'] as const
const isMember = (name: string) => (members as readonly string[]).includes(name)
const folderOf = (name: string) => `apps/${name}`

/** Things of which one may have other content. */
interface Locked {
  readonly needs: Needs
  readonly changed?: string | undefined
}

const contentOf = (name: string, changed: string | undefined) => (name === changed ? 'new' : 'old')
const entriesOf = (names: readonly string[], entry: (name: string) => unknown) =>
  Object.fromEntries(names.map((name) => [name, entry(name)]))
const ranges = ({ needs }: Locked, name: string) => entriesOf(needs[name] ?? [], () => '^1.0.0')

function pnpmText(locked: Locked): string {
  const { needs, changed } = locked
  const got = (name: string) => (isMember(name) ? `link:../${name}` : '1.0.0')
  const importer = (name: string) => ({
    dependencies: entriesOf(needs[name] ?? [], (each) => ({ specifier: '^1.0.0', version: got(each) })),
  })
  const keys = (entry: (name: string) => unknown) =>
    Object.fromEntries(things.map((name) => [`${name}@1.0.0`, entry(name)]))
  return JSON.stringify({
    lockfileVersion: '9.0',
    importers: Object.fromEntries(members.map((name) => [folderOf(name), importer(name)])),
    packages: keys((name) => ({ resolution: { integrity: contentOf(name, changed) } })),
    snapshots: keys((name) => ({ dependencies: entriesOf(needs[name] ?? [], () => '1.0.0') })),
  })
}

function npmText(locked: Locked): string {
  const own = members.flatMap((name) => [
    [folderOf(name), { name, dependencies: ranges(locked, name) }],
    [`node_modules/${name}`, { resolved: folderOf(name), link: true }],
  ])
  const installed = things.map((name) => [
    `node_modules/${name}`,
    {
      version: '1.0.0',
      integrity: contentOf(name, locked.changed),
      dependencies: ranges(locked, name),
    },
  ])
  return JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries([...own, ...installed]) })
}

function classicText({ needs, changed }: Locked): string {
  const entries = things.map((name) => {
    const below = (needs[name] ?? []).map((each) => `    ${each} "^1.0.0"`)
    const lines = below.length === 0 ? [] : ['  dependencies:', ...below]
    const head = [`${name}@^1.0.0:`, '  version "1.0.0"', `  integrity sha512-${contentOf(name, changed)}`]
    return [...head, ...lines, ''].join('\n')
  })
  return ['# yarn lockfile v1', '', ...entries].join('\n')
}

function modernText(locked: Locked): string {
  const own = members.map((name) => {
    const resolution = `${name}@workspace:${folderOf(name)}`
    const entry = { resolution, dependencies: ranges(locked, name) }
    return [`${name}@workspace:*, ${resolution}`, entry] as const
  })
  const others = things.map((name) => {
    const checksum = contentOf(name, locked.changed)
    const entry = { resolution: `${name}@npm:1.0.0`, checksum, dependencies: ranges(locked, name) }
    return [`${name}@npm:^1.0.0`, entry] as const
  })
  const lines = [...own, ...others].map(([key, entry]) => `${JSON.stringify(key)}: ${JSON.stringify(entry)}`)
  return ['__metadata:', '  version: 8', ...lines, ''].join('\n')
}

const manifestOf = ({ needs }: Locked, name: string) => ({
  directory: folderOf(name),
  name,
  needs: (needs[name] ?? []).map((each) => ({
    name: each,
    range: '^1.0.0',
    kind: 'dependencies' as const,
  })),
  workspaces: [],
  packageManager: undefined,
})

const formats: readonly (readonly [string, (locked: Locked) => LockedGraph | string])[] = [
  ['pnpm', (locked) => pnpmGraph(pnpmText(locked))],
  ['npm', (locked) => npmGraph(npmText(locked), new Set(members.map(folderOf)))],
  [
    'Yarn 1',
    (locked) =>
      yarnLockfileGraph(
        classicText(locked),
        members.map((name) => manifestOf(locked, name)),
      ),
  ],
  [
    'Yarn 4',
    (locked) =>
      yarnLockfileGraph(
        modernText(locked),
        members.map((name) => manifestOf(locked, name)),
      ),
  ],
]

/** What each member installs, as one text. */
function resolved(
  read: (locked: Locked) => LockedGraph | string,
  locked: Locked,
): readonly (string | undefined)[] {
  const graph = read(locked)
  if (typeof graph === 'string') throw new Error(graph)
  const of = resolving(graph)
  return members.map((name) => of(manifestOf(locked, name))?.lines.toSorted().join('\n'))
}

/** A member reaches through things only: what another member installs is that member's. */
function reaches({ needs }: Locked, from: string, to: string): boolean {
  const open = [...(needs[from] ?? [])]
  const seen = new Set<string>()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next) || isMember(next)) continue
    seen.add(next)
    open.push(...(needs[next] ?? []))
  }
  return seen.has(to)
}

const someOf = (...names: readonly string[]) => fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 })
const graphs = fc.record({
  ...Object.fromEntries(
    members.map((name) => [name, someOf(...things, ...members.filter((m) => m !== name))]),
  ),
  ...Object.fromEntries(things.map((name) => [name, someOf(...things)])),
})

describe.each(formats)('what %s resolved', (_, read) => {
  it('is another for exactly those that reach what changed, however deep, whatever the graph', () => {
    fc.assert(
      fc.property(graphs, fc.constantFrom(...things), (needs, changed) => {
        const before = resolved(read, { needs })
        const after = resolved(read, { needs, changed })
        expect(before).not.toContain(undefined)
        expect(members.filter((_name, at) => before[at] !== after[at])).toEqual(
          members.filter((name) => reaches({ needs }, name, changed)),
        )
      }),
    )
  })

  it('is known for each, and is another when a thing needs something else', () => {
    const needs: Needs = { A: ['k'], B: ['l'], k: ['m'], l: ['n'] }
    const [first, second] = resolved(read, { needs })
    const [other, same] = resolved(read, { needs: { ...needs, m: ['n'] } })
    expect([first === other, second === same]).toEqual([false, true])
  })
})
