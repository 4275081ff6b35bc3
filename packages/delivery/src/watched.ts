import { type Awaited, awaitedImages } from './awaited-images.ts'
import { type Gate, sourceOf } from './gate.ts'
import { canonical, type Origin, type Revision } from './revision.ts'
import type { RuleSource } from './rule.ts'
import type { Rules } from './rules.ts'

export type Place = Rules['places'][number]

/** What a sweep looks at: a ref as it is now, or images that some pipelines wait for. */
export type Watched = { readonly revision: Revision; readonly only?: Awaited['only'] }

/** A place whose refs could not be listed. */
export interface Unseen {
  readonly place: Place
  readonly cause: unknown
}

/** Every ref that has been decided on, and every one that exists and has rules, once each. */
export async function* watched(rules: Rules, gate: Gate): AsyncGenerator<Watched | Unseen> {
  const seen = new Set<string>()
  const isNew = (...names: readonly string[]) => {
    const name = JSON.stringify(names)
    return !seen.has(name) && seen.add(name).size > 0
  }
  const watchedAt = (origin: Origin): readonly Watched[] =>
    isNew(origin.kind, origin.repository, origin.ref) && rules.eligible(origin).length > 0
      ? [{ revision: { ...origin, happened: 'updated' } }]
      : []
  const images = new Map<string, Place>()
  for await (const origin of gate.ledger.origins()) {
    const source = sourceOf(gate, origin)
    if (source?.tags !== undefined) images.set(JSON.stringify(placeOf(origin)), placeOf(origin))
    else if (source !== undefined) yield* watchedAt(origin)
  }
  for (const place of [...images.values(), ...rules.places]) {
    const source = sourceOf(gate, place)
    try {
      if (source?.tags === undefined)
        for (const ref of await refsOf(place, rules, gate)) yield* watchedAt({ ...place, ref })
      else if (isNew(place.kind, place.repository))
        yield* awaitedImages(place, await source.tags(place), rules)
    } catch (cause) {
      yield { place, cause }
    }
  }
}

const placeOf = ({ kind, repository }: Origin): Place => ({ kind, repository })

/** Branches that the rules call by their names need no list, and no permission to list. */
async function refsOf(place: Place, { sources }: Rules, gate: Gate): Promise<readonly string[]> {
  const own = sources === 'every' ? [] : sources.filter((source) => isSame(source, place))
  const named = own.map(namedRefs)
  if (own.length > 0 && named.every((refs) => refs !== undefined)) return named.flat()
  return (await sourceOf(gate, place)?.refs(place)) ?? []
}

const isSame = (source: RuleSource, place: Place) =>
  source.kind === place.kind && canonical(source).repository === canonical(place).repository

/** The refs of a source whose globs are all plain names of branches, or of an object. */
function namedRefs({ repository, key, branches, tags }: RuleSource): readonly string[] | undefined {
  if (key !== undefined) return [`s3://${repository}/${key}`]
  if (branches === 'every' || tags === 'every' || tags.length > 0) return undefined
  const names = branches.flatMap(({ form }) => (form.form === 'path' ? [`refs/heads/${form.path}`] : []))
  return names.length === branches.length ? names : undefined
}
