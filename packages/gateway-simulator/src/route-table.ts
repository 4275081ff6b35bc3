/** A route as written, taken apart. */
export interface RoutePattern {
  readonly method: string
  /** The resource path, `/pets/{id}`. */
  readonly resource: string
  readonly segments: readonly Segment[]
}

/** One part of a resource path between slashes. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string }

/** The route a request belongs to, and what its parameters stood for. */
export interface RouteMatch<Route> {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

/** Verbs of a REST API's methods. */
export const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY']

/** Reads `GET /pets/{id}`; `undefined` for anything API Gateway would not take as a resource. */
export function routePattern(written: string): RoutePattern | undefined {
  const [method = '', resource = '', ...rest] = written.split(' ')
  if (rest.length > 0 || !verbs.includes(method) || !resource.startsWith('/')) return undefined
  const parts = resource === '/' ? [] : resource.slice(1).split('/')
  const segments: Segment[] = []
  for (const [index, part] of parts.entries()) {
    const segment = segmentOf(part)
    if (segment === undefined || (segment.kind === 'greedy' && index < parts.length - 1)) return undefined
    segments.push(segment)
  }
  return { method, resource, segments }
}

function segmentOf(part: string): Segment | undefined {
  const [, name, plus] = /^\{([A-Za-z0-9._-]+)(\+?)\}$/.exec(part) ?? []
  if (name !== undefined) return { kind: plus === '+' ? 'greedy' : 'parameter', name }
  return /^[A-Za-z0-9._:$~-]+$/.test(part) ? { kind: 'literal', text: part } : undefined
}

/**
 * Finds the route of a request: the most specific resource first, literal before parameter before
 * `{proxy+}`, then its verb before `ANY`.
 */
export function findRoute<Route extends { readonly pattern: RoutePattern }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const parts = partsOf(path)
  const candidates = routes
    .filter(({ pattern }) => fits(pattern.segments, parts))
    .sort((left, right) => bySpecificity(left.pattern, right.pattern))
  const resource = candidates[0]?.pattern.resource
  const methods = candidates.filter(({ pattern }) => pattern.resource === resource)
  const route =
    methods.find(({ pattern }) => pattern.method === method) ??
    methods.find(({ pattern }) => pattern.method === 'ANY')
  return route === undefined ? undefined : { route, parameters: parametersOf(route.pattern.segments, parts) }
}

/** A trailing slash is not a segment of its own. */
function partsOf(path: string): readonly string[] {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  return trimmed === '/' || trimmed === '' ? [] : trimmed.slice(1).split('/')
}

function fits(segments: readonly Segment[], parts: readonly string[]): boolean {
  const greedy = segments.at(-1)?.kind === 'greedy'
  if (greedy ? parts.length < segments.length : parts.length !== segments.length) return false
  return segments.every((segment, index) => {
    const part = parts[index] ?? ''
    return segment.kind === 'literal' ? part === segment.text : part !== ''
  })
}

const rank = { literal: 0, parameter: 1, greedy: 2 } as const

function bySpecificity(left: RoutePattern, right: RoutePattern): number {
  for (const [index, segment] of left.segments.entries()) {
    const other = right.segments[index]
    if (other === undefined) return 1
    if (rank[segment.kind] !== rank[other.kind]) return rank[segment.kind] - rank[other.kind]
  }
  return left.segments.length - right.segments.length
}

function parametersOf(segments: readonly Segment[], parts: readonly string[]): Record<string, string> {
  const parameters = segments.flatMap((segment, index) => {
    if (segment.kind === 'literal') return []
    const raw = segment.kind === 'greedy' ? parts.slice(index).join('/') : (parts[index] ?? '')
    return [[segment.name, decoded(raw)] as const]
  })
  return Object.fromEntries(parameters)
}

function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw)
  } catch {
    return raw
  }
}
