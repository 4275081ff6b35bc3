import type { Statement } from './policy.ts'

/**
 * A second opinion for the tests: what IAM makes of a policy, and what a document means, both written
 * without a line of the sources.
 */

/** A request with its circumstances. */
export interface Visit {
  readonly verb: string
  readonly path: string
  readonly sourceIp: string
  /** ISO 8601, UTC. */
  readonly time: string
}

/** IAM's answer: an explicit Deny wins, silence denies. */
export function iamAllows(statements: readonly Statement[], prefix: string, visit: Visit): boolean {
  const speaking = statements.filter(
    ({ Resource, Condition }) =>
      Resource.some((resource) => wildcard(resource, `${prefix}${visit.verb}${visit.path}`)) &&
      Object.entries(Condition ?? {}).every(([operator, keys]) =>
        Object.entries(keys).every(([key, wanted]) => met(operator, key, { wanted: [wanted].flat(), visit })),
      ),
  )
  return (
    speaking.some(({ Effect }) => Effect === 'Allow') && !speaking.some(({ Effect }) => Effect === 'Deny')
  )
}

/** `*` is any run of characters, `?` is one; by backtracking, as nothing in the sources does it. */
function wildcard(pattern: string, text: string): boolean {
  if (pattern === '') return text === ''
  if (pattern[0] === '*')
    return wildcard(pattern.slice(1), text) || (text !== '' && wildcard(pattern, text.slice(1)))
  return (
    text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && wildcard(pattern.slice(1), text.slice(1))
  )
}

function met(
  operator: string,
  key: string,
  { wanted, visit }: { readonly wanted: readonly string[]; readonly visit: Visit },
): boolean {
  const [first = ''] = wanted
  const judged: Readonly<Record<string, boolean>> = {
    'IpAddress aws:SourceIp': wanted.includes(visit.sourceIp),
    'NotIpAddress aws:SourceIp': !wanted.includes(visit.sourceIp),
    'DateLessThan aws:CurrentTime': visit.time < first,
    'DateGreaterThanEquals aws:CurrentTime': visit.time >= first,
  }
  const answer = judged[`${operator} ${key}`]
  if (answer === undefined) throw new Error(`the reference knows no ${operator} of ${key}`)
  return answer
}

/** A document in the long form, reduced to what the reference judges. */
export interface PlainDocument {
  readonly grants: readonly PlainGrant[]
  readonly deny: readonly string[]
  readonly routes: readonly string[]
}

export interface PlainGrant {
  readonly allow: readonly string[]
  readonly scopes: { readonly any?: readonly string[]; readonly all?: readonly string[] }
  readonly when: { readonly sourceIp?: readonly string[]; readonly claims?: Readonly<Record<string, string>> }
}

export interface Caller {
  readonly scopes: readonly string[]
  readonly claims: Readonly<Record<string, string>>
}

/** How a `{segment}` is read: as the document means it, or as IAM takes it. */
export type Slashes = 'stop' | 'cross'

export function isOn(
  pattern: string,
  { verb, path }: Pick<Visit, 'verb' | 'path'>,
  slashes: Slashes,
): boolean {
  const [method = '', template = ''] = pattern.split(' ')
  const spelled = template
    .slice(1)
    .split('/')
    .map((name) => {
      if (name === '**') return '.+'
      return name.startsWith('{') ? (slashes === 'stop' ? '[^/]+' : '.+') : name
    })
    .join('/')
  const isVerb = method === 'ANY' || method === '*' || method === verb
  return isVerb && new RegExp(`^/${spelled}${template === '/' ? '' : '/?'}$`).test(path)
}

/** The grants that the caller earned, whatever the request. */
export const earnedBy = ({ grants }: PlainDocument, { scopes, claims }: Caller) =>
  grants.filter(
    ({ scopes: { any, all = [] }, when }) =>
      (any === undefined || any.some((scope) => scopes.includes(scope))) &&
      all.every((scope) => scopes.includes(scope)) &&
      Object.entries(when.claims ?? {}).every(([name, value]) => claims[name] === value),
  )

export function isGranted(earned: readonly PlainGrant[], visit: Visit, slashes: Slashes): boolean {
  return earned.some(
    ({ allow, when }) =>
      allow.some((pattern) => isOn(pattern, visit, slashes)) &&
      (when.sourceIp === undefined || when.sourceIp.includes(visit.sourceIp)),
  )
}

export const isDenied = ({ deny }: PlainDocument, visit: Visit, slashes: Slashes) =>
  deny.some((pattern) => isOn(pattern, visit, slashes))
