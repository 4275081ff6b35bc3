import type { Gate, Verification } from '@sallyport/access'
import { type AccessRecord, type AuthorizerAnswer, restAuthorizer } from '@sallyport/entrance-api-gateway'
import { type Handled, type MovableClock, type RestApi, restApi } from '@sallyport/gateway-simulator'
import type { AskedCall } from './asked-call.ts'
import type { AuthorizerSetting } from './authorizer-setting.ts'

/** What happened when the call came, and, where it matters, when it came again. */
export interface Rehearsal {
  readonly handled: Handled
  /** Of the authorizer's own; absent when the gateway answered before it. */
  readonly record?: AccessRecord
  readonly answer?: AuthorizerAnswer
  readonly verification?: Verification
  /** What the authorizer threw, other than its refusal. */
  readonly failure?: unknown
  /** The same call at the token's end and at the cache's, if the token ends first. */
  readonly later: readonly Encore[]
}

export interface Encore {
  readonly event: 'token_ends' | 'cache_ends'
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly status: number
  readonly body: string
}

type Good = Extract<AuthorizerSetting, { outcome: 'good' }>

/** Puts the authorizer of the configuration behind a gateway, and sends the call through both. */
export async function rehearse(
  asked: AskedCall,
  token: string | undefined,
  { configuration, gate, clock }: Pick<Good, 'configuration' | 'gate'> & { readonly clock: MovableClock },
): Promise<Rehearsal> {
  const witness = witnessed(gate, configuration.policy.onRefused)
  const api = gatewayBefore(witness.authorizer, asked, configuration.policy.cacheSeconds)
  const { headers } = asked.request
  const request = {
    ...asked.request,
    headers: token === undefined ? headers : [...headers, ['Authorization', token] as const],
  }
  const stage = restApi(api, { clock })
  const handled = await stage.handle(request)
  const seen = { ...witness.seen }
  const send = () => stage.handle(request)
  return { handled, ...seen, later: await encores({ handled, seen, clock }, send) }
}

interface Seen {
  record?: AccessRecord
  answer?: AuthorizerAnswer
  verification?: Verification
  failure?: unknown
}

/** The Lambda's own handler, with everything that it says along the way kept. */
function witnessed(gate: Gate, onRefused: 'unauthorized' | 'deny') {
  const seen: Seen = {}
  const verify: Gate['verifier']['verify'] = async (token, call) => {
    seen.verification = await gate.verifier.verify(token, call)
    return seen.verification
  }
  const report = (record: AccessRecord) => {
    seen.record = record
  }
  const handler = restAuthorizer({ gate: { ...gate, verifier: { verify } }, onRefused, report })
  const authorizer = async (event: unknown) => {
    try {
      seen.answer = await handler(event)
      return seen.answer
    } catch (error) {
      if (!(error instanceof Error && error.message === 'Unauthorized')) seen.failure = error
      throw error
    }
  }
  return { seen, authorizer }
}

function gatewayBefore(
  invoke: (event: unknown) => Promise<unknown>,
  { api, authorizer, request }: AskedCall,
  cacheSeconds: number,
): Parameters<typeof restApi>[0] {
  const { apiId: id, region, accountId, stage, partition } = api
  return {
    id,
    region,
    accountId,
    stage,
    partition: partition as 'aws',
    routes: [
      {
        route: `${request.method} ${request.path === '/' ? '/' : '/{proxy+}'}`,
        integration: { status: 200, body: '' },
      },
    ],
    authorizer: {
      id: 'sallyport',
      name: 'sallyport',
      type: authorizer,
      identitySource: 'method.request.header.Authorization',
      resultTtlSeconds: cacheSeconds,
      invoke,
    },
  }
}

/** Moves the clock, since what comes of a cached answer is for the gateway to say. */
async function encores(
  { handled, seen, clock }: { handled: Handled; seen: Seen; clock: MovableClock },
  send: RestApi['handle'] extends (request: never) => infer Answer ? () => Answer : never,
): Promise<readonly Encore[]> {
  const { cachedUntil } = handled.trace
  const { verification } = seen
  if (cachedUntil === undefined || verification?.outcome !== 'verified') return []
  const endsAt = (verification.identity.expiresAtSeconds ?? Number.POSITIVE_INFINITY) * 1000
  if (endsAt <= clock.now() || endsAt >= cachedUntil) return []
  const moments = [
    { event: 'token_ends' as const, at: endsAt },
    { event: 'cache_ends' as const, at: cachedUntil },
  ]
  const met: Encore[] = []
  for (const moment of moments) {
    clock.set(moment.at)
    const { status, body } = (await send()).response
    met.push({ ...moment, status, body })
  }
  return met
}
