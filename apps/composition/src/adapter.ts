import { ConfigurationInvalid, type Issue, nearestWord } from '@sallyport/kernel'
import type { AdapterChoice } from './configuration-document.ts'

/** An adapter's factory, as this house's and a contributor's packages offer it. */
export type Factory<Adapter, Surroundings> = (options: never, surroundings: Surroundings) => Adapter

/** The adapters that come along, each imported only when it is chosen. */
export type Shelf<Adapter, Surroundings> = Readonly<
  Record<string, () => Promise<Factory<Adapter, Surroundings>>>
>

export type Made<Adapter> =
  | { readonly outcome: 'made'; readonly adapter: Adapter }
  | { readonly outcome: 'faulty'; readonly issues: readonly Issue[] }

/** Where a choice stands in the configuration, and what an adapter gets beside its options. */
export interface Place<Surroundings> {
  readonly path: Issue['path']
  readonly surroundings: Surroundings
}

/**
 * Makes the adapter that `use` names: one of the shelf, or the default export of a module.
 * Its complaints come back as Issues of the configuration, beside those of the others.
 */
export async function made<Adapter, Surroundings>(
  { use, ...options }: AdapterChoice,
  shelf: Shelf<Adapter, Surroundings>,
  { path, surroundings }: Place<Surroundings>,
): Promise<Made<Adapter>> {
  const found = await factoryFor(use, shelf)
  if ('issue' in found)
    return { outcome: 'faulty', issues: [{ severity: 'fault', path: [...path, 'use'], ...found.issue }] }
  try {
    return { outcome: 'made', adapter: found.factory(options as never, surroundings) }
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error
    const issues = error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }))
    return { outcome: 'faulty', issues }
  }
}

type Complaint = Pick<Issue, 'expected' | 'found' | 'didYouMean'>

async function factoryFor<Adapter, Surroundings>(
  use: string,
  shelf: Shelf<Adapter, Surroundings>,
): Promise<{ factory: Factory<Adapter, Surroundings> } | { issue: Complaint }> {
  const load = Object.hasOwn(shelf, use) ? shelf[use] : undefined
  if (load !== undefined) return { factory: await load() }

  const names = Object.keys(shelf)
  const expected = `${names.join(', ')}, or the specifier of a module`
  // A plain word is a slip of the pen, not a module.
  if (!/[./:@]/.test(use)) {
    const didYouMean = nearestWord(use, names)
    return { issue: { expected, found: JSON.stringify(use), ...(didYouMean ? { didYouMean } : {}) } }
  }
  try {
    const module: { readonly default?: unknown } = await import(use)
    if (typeof module.default === 'function')
      return { factory: module.default as Factory<Adapter, Surroundings> }
    return { issue: { expected: 'a module with a factory for its default export', found: 'another module' } }
  } catch {
    return { issue: { expected, found: `${JSON.stringify(use)}, which cannot be imported` } }
  }
}

/** What is made, or the faults that making it found, to stand beside those of the other parts. */
export async function collected<Part>(make: () => Promise<Part>): Promise<Made<Part>> {
  try {
    return { outcome: 'made', adapter: await make() }
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error
    return { outcome: 'faulty', issues: error.issues }
  }
}

/**
 * The adapter.
 *
 * @throws ConfigurationInvalid naming its faults
 */
export function adapterOf<Adapter>(tried: Made<Adapter>): Adapter {
  if (tried.outcome === 'faulty') throw new ConfigurationInvalid(tried.issues)
  return tried.adapter
}

/**
 * All adapters, or the faults of all of them.
 *
 * @throws ConfigurationInvalid naming every fault
 */
export function allMade<Adapter>(tried: readonly Made<Adapter>[]): readonly Adapter[] {
  const issues = tried.flatMap((each) => (each.outcome === 'faulty' ? each.issues : []))
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  return tried.flatMap((each) => (each.outcome === 'made' ? [each.adapter] : []))
}
