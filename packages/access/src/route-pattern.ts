/** The verbs a REST method can have; `ANY` and `*` stand for all of them. */
export const verbs = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const
export type Verb = (typeof verbs)[number]

/** One step of a path: itself, one segment of any name, or one or more segments of any depth. */
export type Segment = { readonly literal: string } | 'one' | 'deep'

/** `GET /pets/{id}`: which requests, by verb and path. */
export interface RoutePattern {
  /** As a person wrote it. */
  readonly text: string
  readonly verbs: readonly Verb[]
  readonly segments: readonly Segment[]
  /** What an IAM policy says for it, after `.../{stage}/`. */
  readonly resources: readonly string[]
}

/** Why a text is no route pattern. */
export interface PatternFault {
  readonly expected: string
  readonly found: string
}

/** Reads `VERB /path`. `{id}` is one segment, `**` and `{proxy+}` one or more. */
export function routePattern(text: string): RoutePattern | PatternFault {
  const parts = /^(\S+)\s+(\S.*)$/.exec(text.trim())
  if (parts === null)
    return { expected: 'a verb and a path, such as "GET /pets"', found: JSON.stringify(text) }
  return routePatternOf(parts[1] ?? '', parts[2] ?? '', text)
}

/** The same from a verb and a path that stand apart. A trailing slash of the path means nothing. */
export function routePatternOf(
  verb: string,
  path: string,
  text = `${verb} ${path}`,
): RoutePattern | PatternFault {
  const chosen = verbsOf(verb)
  if (chosen === undefined)
    return { expected: `one of ${verbs.join(', ')}, ANY or *`, found: JSON.stringify(verb) }
  if (!path.startsWith('/'))
    return { expected: 'a path that starts with a slash', found: JSON.stringify(path) }
  const names = path === '/' ? [] : path.replace(/\/$/, '').slice(1).split('/')
  const segments: Segment[] = []
  for (const name of names) {
    const segment = segmentOf(name)
    if ('expected' in Object(segment)) return segment as PatternFault
    segments.push(segment as Segment)
  }
  return { text, verbs: chosen, segments, resources: chosen.flatMap((each) => resourcesOf(each, segments)) }
}

export function isFault(pattern: RoutePattern | PatternFault): pattern is PatternFault {
  return 'expected' in pattern
}

function verbsOf(verb: string): readonly Verb[] | undefined {
  if (verb === '*' || verb === 'ANY') return verbs
  const known = verbs.find((each) => each === verb)
  return known === undefined ? undefined : [known]
}

function segmentOf(name: string): Segment | PatternFault {
  if (name === '**' || /^\{[\w.:-]+\+\}$/.test(name)) return 'deep'
  if (/^\{[\w.:-]+\}$/.test(name)) return 'one'
  // A `*` or `?` in a name would become a wildcard of the policy, and `${` a policy variable.
  if (/^[\w.~!$&'()+,;=:@%-]+$/.test(name)) return { literal: name }
  return {
    expected: 'segments that are a plain name, {name} for one, ** or {name+} for one or more',
    found: JSON.stringify(name),
  }
}

/**
 * In IAM `*` crosses slashes and may be empty, so a wildcard is spelled `?*`: at least one character,
 * or `/pets/{id}` would also be `/pets/`. The verb is always spelled out, since a `*` in its place
 * would swallow the first segments of a longer path.
 */
function resourcesOf(verb: Verb, segments: readonly Segment[]): string[] {
  const last = segments.at(-1)
  const resource = `${verb}/${segments.map((each) => (typeof each === 'string' ? '?*' : each.literal)).join('/')}`
  return last === undefined || typeof last === 'string' ? [resource] : [resource, `${resource}/`]
}
