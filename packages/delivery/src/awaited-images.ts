import type { Revision, Tagged } from './revision.ts'
import type { Rule } from './rule.ts'
import type { Rules } from './rules.ts'

/** A revision that may have gone unnoticed, and the pipelines that it is about. */
export interface Awaited {
  readonly revision: Revision
  readonly only: ReadonlySet<string>
}

/**
 * The image that each rule would have decided on last, if every event had come: of several tags that it
 * waits for, the one pushed last.
 *
 * Where it waits for one tag alone, that tag is the truth, even moved back to an older image. Between
 * several only the order of pushes can tell, and a roll-back by an older tag must not be undone.
 */
export function awaitedImages(
  place: Rules['places'][number],
  tags: readonly Tagged[],
  rules: Rules,
): readonly Awaited[] {
  const origin = { ...place, ref: place.repository }
  const byRule = new Map<Rule, Tagged[]>()
  for (const tagged of tags)
    for (const rule of rules.eligible(origin, tagged.tag)) {
      const own = byRule.get(rule)
      if (own === undefined) byRule.set(rule, [tagged])
      else own.push(tagged)
    }
  const found = new Map<string, { readonly revision: Revision; readonly only: Set<string> }>()
  for (const [{ pipeline }, own] of byRule) {
    const { tag, to, order } = own.reduce((one, other) => (other.order > one.order ? other : one))
    const revision: Revision = {
      ...origin,
      happened: 'updated',
      tag,
      to,
      ...(own.length > 1 ? { order } : {}),
    }
    const name = JSON.stringify(revision)
    const awaited = found.get(name) ?? { revision, only: new Set<string>() }
    awaited.only.add(pipeline)
    found.set(name, awaited)
  }
  return [...found.values()]
}
