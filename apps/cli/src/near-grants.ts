import { type Call, decide, type Grant, type Identity } from '@sallyport/access'
import { type Permissions } from '@sallyport/access/documents'
import { scopesOf } from './policy-sizes.ts'

/** A grant that answers for the call, and what the caller lacks for it. */
export interface NearGrant {
  readonly grant: Grant
  readonly missing: {
    /** All of these. */
    readonly scopes: readonly string[]
    /** One of these. */
    readonly oneOf: readonly string[]
    /** Names of claims whose values are not those asked for. */
    readonly claims: readonly string[]
    /** The API is closed now, by the grant's opening hours. */
    readonly hours: 'open' | 'closed'
  }
}

/** What else would have let the call through; every judgement is the domain's own. */
export function nearGrants(
  { index }: Permissions,
  identity: Identity,
  { call, now }: { readonly call: Call; readonly now: number },
): readonly NearGrant[] {
  const judge = judgeOf(call, now)
  const { candidates } = index.lookUp(scopesOf(index.all), call.methodArn)
  return candidates
    .filter((grant) => judge({ ...grant, when: {} }, enough(grant)) === 'granted')
    .filter((grant) => judge(grant, identity) === 'withheld')
    .map((grant) => ({ grant, missing: missingFor(grant, identity, judge) }))
}

type Holder = Pick<Identity, 'scopes' | 'claims'>
type Judge = (grant: Grant, holder: Holder) => 'granted' | 'withheld'

/** Whether the one grant, alone in the world, lets the holder make the call. */
function judgeOf(call: Call, now: number): Judge {
  return (grant, { scopes, claims }) => {
    const identity = { issuer: 'any', subject: 'any', scopes, claims, expiresAtSeconds: now / 1000 + 86_400 }
    const grants = { candidates: [grant], denies: [], routes: [] }
    const settings = { cacheSeconds: 0, expiry: 'none' as const }
    const decision = decide({ identity, grants, call, settings, guards: [] }, now)
    const isGranted = decision.outcome === 'decided' && decision.explanation.matched.length > 0
    return isGranted ? 'granted' : 'withheld'
  }
}

/** Someone with all that the grant asks for. */
const enough = ({ anyOf, allOf, claims }: Grant): Holder => ({
  scopes: new Set([...anyOf, ...allOf]),
  claims,
})

function missingFor(grant: Grant, identity: Holder, judge: Judge): NearGrant['missing'] {
  const { anyOf, allOf, claims } = grant
  const bare = { ...grant, anyOf: [], allOf: [], claims: {}, when: {} }
  return {
    scopes: allOf.filter((scope) => !identity.scopes.has(scope)),
    oneOf: anyOf.some((scope) => identity.scopes.has(scope)) ? [] : anyOf,
    claims: Object.entries(claims).flatMap(([name, wanted]) =>
      judge({ ...bare, claims: Object.fromEntries([[name, wanted]]) }, identity) === 'granted' ? [] : [name],
    ),
    hours: judge({ ...bare, when: grant.when }, identity) === 'granted' ? 'open' : 'closed',
  }
}

/** Entries of `deny` that answer for the call. */
export function matchingDenies(
  { index }: Permissions,
  { call, now }: { readonly call: Call; readonly now: number },
): readonly string[] {
  const judge = judgeOf(call, now)
  const [some] = index.all
  if (some === undefined) return []
  const bare = { ...some, anyOf: [], allOf: [], claims: {}, when: {} }
  return index
    .lookUp(scopesOf(index.all), call.methodArn)
    .denies.filter((pattern) => judge({ ...bare, pattern }, { scopes: new Set(), claims: {} }) === 'granted')
    .map(({ text }) => text)
}
