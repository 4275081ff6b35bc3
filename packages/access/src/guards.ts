import { ConfigurationInvalid } from '@sallyport/kernel'
import type { Call } from './call.ts'
import type { Identity } from './identity.ts'
import type { Grant } from './permission.ts'
import type { Facts, Guard, GuardInput } from './ports/guard.ts'

/** Inputs that the gateway's cache key already covers, beside the token itself. */
export type CachedInput = 'sourceIp' | 'userAgent' | 'clientCertificate'

/**
 * Refuses guards whose answer could be replayed for a request that they would have judged otherwise.
 *
 * @param cacheKey inputs among the authorizer's identity sources
 * @throws ConfigurationInvalid naming each guard and input
 */
export function checkGuards(
  guards: readonly Guard[],
  cacheSeconds: number,
  cacheKey: readonly CachedInput[],
): void {
  if (cacheSeconds === 0) return
  const safe: readonly (CachedInput | GuardInput)[] = ['claims', ...cacheKey]
  const issues = guards.flatMap(({ name, inputs }) =>
    inputs
      .filter((input) => !safe.includes(input))
      .map((input) => ({
        severity: 'fault' as const,
        path: ['guards', name],
        expected: 'inputs that are part of the cache key, or cacheSeconds 0',
        found: `${input}, with a cache of ${cacheSeconds} s`,
      })),
  )
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
}

/** The name of the first guard that takes the grant away, if one does. */
export function withholding(guards: readonly Guard[], facts: Facts, grant: Grant): string | undefined {
  return guards.find((guard) => guard.judge(declared(facts, guard), grant) !== 'keep')?.name
}

export function factsOf(identity: Identity, call: Call, now: number): Facts {
  return {
    claims: identity.claims,
    sourceIp: call.sourceIp,
    userAgent: call.userAgent,
    time: now,
    headers: call.headers ?? {},
  }
}

/** Types can be got round; what a guard did not declare is not there to be read. */
function declared(facts: Facts, { name, inputs }: Guard): Facts {
  const shown = Object.fromEntries(inputs.map((input) => [input, facts[input]]))
  return new Proxy(shown as unknown as Facts, {
    get(target, input) {
      if (inputs.some((each) => each === input)) return Reflect.get(target, input)
      const expected = `only its declared inputs (${inputs.join(', ')}) to be read`
      throw new ConfigurationInvalid([
        { severity: 'fault', path: ['guards', name], expected, found: `a read of ${String(input)}` },
      ])
    },
  })
}
