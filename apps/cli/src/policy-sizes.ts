import { type ApiStage, decide, type Grant, type Identity } from '@sallyport/access'
import { type Permissions } from '@sallyport/access/documents'

/** What the policy of a caller with these scopes, and every claim that is asked for, takes. */
export interface PolicySize {
  /** `arn:aws:execute-api:{region}:{account}:{apiId}/{stage}`, `*` where the document leaves it open. */
  readonly api: string
  readonly scopes: readonly string[]
  readonly bytes: number
}

/** Sizes of each scope's policy alone and of all scopes' together, for each API; the largest first. */
export function policySizes({ index }: Permissions): readonly PolicySize[] {
  const apis = apisOf(index.all)
  const scopes = scopesOf(index.all)
  const claims = claimsOf(index.all)
  const sets = [...scopes.map((scope) => [scope]), ...(scopes.length > 1 ? [scopes] : [])]
  const sizes = sets.flatMap((set) =>
    apis.flatMap(({ name, stage }) => {
      const grants = index.lookUp(set, stage)
      if (grants.candidates.length === 0) return []
      const identity = { issuer: 'any', subject: 'any', scopes: new Set(set), claims, expiresAtSeconds: end }
      const hasHours = grants.candidates.some(({ when }) => when.hours !== undefined)
      const bytes = instants(hasHours).map((now) => bytesAt({ identity, grants, stage }, now))
      const most = Math.max(...bytes)
      // A scope that earns nothing by itself has no policy worth measuring.
      return most === 0 ? [] : [{ api: name, scopes: set, bytes: most }]
    }),
  )
  return sizes.toSorted((one, other) => other.bytes - one.bytes)
}

export const scopesOf = (grants: readonly Grant[]): readonly string[] => [
  ...new Set(grants.flatMap(({ anyOf, allOf }) => [...anyOf, ...allOf])),
]

/** One stage for each API that a grant names; what it leaves open becomes a name of its own. */
export function apisOf(
  grants: readonly Grant[],
): readonly { readonly name: string; readonly stage: ApiStage }[] {
  const apis = new Map(grants.map(({ api }) => [JSON.stringify(api), api]))
  return [...apis.values()].map(({ region, accountId, apiId, stage }) => ({
    name: `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}`,
    stage: {
      partition: 'aws',
      region: named(region, 'us-gov-west-1'),
      accountId: named(accountId, '111122223333'),
      apiId: named(apiId, 'a1b2c3d4e5'),
      stage: named(stage, 'stage'),
    },
  }))
}

const named = (text: string, otherwise: string) => (text === '*' ? otherwise : text)

/** A Monday, in milliseconds since the epoch: sizes must not depend on when they are asked for. */
const monday = Date.UTC(2026, 0, 5)
const hour = 3_600_000
const end = monday / 1000 + 30 * 86_400

/** With opening hours, every hour of a week: policies hold only windows that are open within the hour. */
const instants = (hasHours: boolean): readonly number[] =>
  hasHours ? Array.from({ length: 168 }, (_, each) => monday + each * hour) : [monday]

interface Sized {
  readonly identity: Identity
  readonly grants: Parameters<typeof decide>[0]['grants']
  readonly stage: ApiStage
}

function bytesAt({ identity, grants, stage }: Sized, now: number): number {
  const call = { kind: 'token' as const, methodArn: { ...stage, verb: 'GET', path: '/' } }
  const settings = { cacheSeconds: 3600, expiry: 'condition' as const }
  const decision = decide({ identity, grants, call, settings, guards: [] }, now)
  return decision.outcome === 'decided' && decision.granted === 'some'
    ? Buffer.byteLength(JSON.stringify(decision.policy))
    : 0
}

/** Each claim with all values that any grant asks for, so that no grant is left out. */
function claimsOf(grants: readonly Grant[]): Readonly<Record<string, readonly unknown[]>> {
  const found = new Map<string, unknown[]>()
  for (const { claims } of grants)
    for (const [name, wanted] of Object.entries(claims))
      found.set(name, [...(found.get(name) ?? []), ...wanted])
  return Object.fromEntries(found)
}
