import { type Gate, sourceOf } from './gate.ts'
import type { Origin } from './revision.ts'
import type { RuleSource } from './rule.ts'
import type { Rules } from './rules.ts'

export type Place = Rules['places'][number]

/** A place whose refs could not be listed. */
export interface Unseen {
  readonly place: Place
  readonly cause: unknown
}

/** Every ref that has been decided on, and every one that exists and has rules, once each. */
export async function* watched(rules: Rules, gate: Gate): AsyncGenerator<Origin | Unseen> {
  const seen = new Set<string>()
  const isNew = (origin: Origin) => {
    const name = JSON.stringify([origin.kind, origin.repository, origin.ref])
    if (seen.has(name) || sourceOf(gate, origin) === undefined) return false
    seen.add(name)
    return rules.eligible(origin).length > 0
  }
  for await (const origin of gate.ledger.origins()) if (isNew(origin)) yield origin
  for (const place of rules.places) {
    try {
      for (const ref of await refsOf(place, rules, gate))
        if (isNew({ ...place, ref })) yield { ...place, ref }
    } catch (cause) {
      yield { place, cause }
    }
  }
}

/** Branches that the rules call by their names need no list, and no permission to list. */
async function refsOf(place: Place, { sources }: Rules, gate: Gate): Promise<readonly string[]> {
  const own = sources === 'every' ? [] : sources.filter((source) => isSame(source, place))
  const named = own.map(namedRefs)
  if (own.length > 0 && named.every((refs) => refs !== undefined)) return named.flat()
  return (await sourceOf(gate, place)?.refs(place)) ?? []
}

const isSame = (source: RuleSource, place: Place) =>
  source.kind === place.kind && source.repository === place.repository

/** The refs of a source whose globs are all plain names of branches. */
function namedRefs({ branches, tags }: RuleSource): readonly string[] | undefined {
  if (branches === 'every' || tags === 'every' || tags.length > 0) return undefined
  const names = branches.flatMap(({ form }) => (form.form === 'path' ? [`refs/heads/${form.path}`] : []))
  return names.length === branches.length ? names : undefined
}
