import type { Origin, Revision, Tagged } from './revision.ts'
import { isOf, type Rule } from './rule.ts'
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
 * several only the order of pushes can tell: a roll-back by an older tag must not be undone, and the last
 * tag that is left of several is no roll-back to it.
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
  for (const [rule, own] of byRule) {
    const { tag, to, order } = own.reduce((one, other) => (other.order > one.order ? other : one))
    const revision: Revision = {
      ...origin,
      happened: 'updated',
      tag,
      to,
      ...(waitsForOneTag(rule, origin) ? {} : { order }),
    }
    const name = JSON.stringify(revision)
    const awaited = found.get(name) ?? { revision, only: new Set<string>() }
    awaited.only.add(rule.pipeline)
    found.set(name, awaited)
  }
  return [...found.values()]
}

/** By its globs, and not by how many tags they find now: the others may have been deleted. */
function waitsForOneTag({ sources }: Rule, origin: Origin): boolean {
  if (sources === 'every') return false
  const names = sources
    .filter((source) => isOf(source, origin))
    .flatMap(({ tags }) =>
      tags === 'every' ? [undefined] : tags.map(({ form }) => (form.form === 'path' ? form.path : undefined)),
    )
  return !names.includes(undefined) && new Set(names).size === 1
}
