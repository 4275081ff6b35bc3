import { type AuthorizerAnswer, readAnswer } from './authorizer-answer.ts'
import type { AuthorizerCache } from './authorizer-cache.ts'
import { requestEvent, tokenEvent } from './authorizer-event.ts'
import { type RoutedExchange, conditionKeysOf, contextOf } from './exchange.ts'
import type { GatewayRefusal } from './gateway-response.ts'
import { valueAt } from './identity-source.ts'
import { invoke } from './invocation.ts'
import { evaluate } from './policy/evaluation.ts'
import { policyReliance } from './policy-reliance.ts'
import type { Notebook } from './trace.ts'

/** Whether a caller may go on, and what the function said of them, if it did. */
export type Authorization = { readonly outcome: 'allowed'; readonly answer: AuthorizerAnswer } | Refused

/** The gateway response to send, and the answer its templates may use. */
export interface Refused {
  readonly outcome: 'refused'
  readonly refusal: GatewayRefusal
  readonly answer?: AuthorizerAnswer
}

/** What an authorization is written to and read from. */
export interface Desk {
  readonly cache: AuthorizerCache
  readonly now: () => number
  readonly notes: Notebook
}

/**
 * Asks an API's authorizer about a request: identity, cache, function, policy, in API Gateway's order.
 *
 * @throws SimulatorUnsupported for a policy the simulator does not know how to evaluate
 */
export async function authorize(exchange: RoutedExchange, desk: Desk): Promise<Authorization> {
  const identity = identityOf(exchange, desk.notes)
  if (identity === undefined) return { outcome: 'refused', refusal: { type: 'UNAUTHORIZED' } }
  const answer = cachedAnswer(exchange, identity, desk) ?? (await freshAnswer(exchange, identity, desk))
  if ('type' in answer) return { outcome: 'refused', refusal: answer }
  return judge(exchange, answer, desk)
}

function identityOf(exchange: RoutedExchange, notes: Notebook): readonly string[] | undefined {
  const { api, request } = exchange
  const facts = { stageVariables: api.definition.stageVariables ?? {}, context: contextOf(exchange) }
  const values = api.sources.map((source) => ({ source, value: valueAt(source, request, facts) }))
  const missing = values.flatMap(({ source, value }) => (value === undefined ? [source.expression] : []))
  notes.rely(
    'identity-missing-401',
    'identity-header-case',
    'identity-last-value',
    ...(api.definition.authorizer.type === 'REQUEST' ? (['identity-all-required'] as const) : []),
    ...(api.sources.length === 0 ? (['identity-optional-without-cache'] as const) : []),
  )
  if (missing.length > 0) {
    notes.note({ identity: 'missing', missingSources: missing })
    return undefined
  }
  const identity = values.map(({ value = '' }) => value)
  if (api.validation !== undefined) {
    notes.rely('identity-validation-401', 'identity-validation-unanchored')
    if (!api.validation.test(identity[0] ?? '')) {
      notes.note({ identity: 'rejected' })
      return undefined
    }
  }
  notes.note({ identity: 'accepted' })
  return identity
}

function cachedAnswer({ api }: RoutedExchange, identity: readonly string[], { cache, notes }: Desk) {
  const token = api.definition.authorizer.type === 'TOKEN'
  notes.rely('cache-ttl')
  if (api.ttlSeconds === 0) {
    notes.note({ cache: 'disabled' })
    return undefined
  }
  const entry = cache.find(identity)
  notes.rely(token ? 'cache-key-token' : 'cache-key-sources', 'cache-from-answer')
  if (entry === undefined) {
    notes.note({ cache: 'miss' })
    notes.rely('cache-no-coalescing')
    return undefined
  }
  notes.rely('cache-reevaluated')
  notes.note({ cache: 'hit', cachedUntil: entry.until })
  return entry.answer
}

async function freshAnswer(
  exchange: RoutedExchange,
  identity: readonly string[],
  { cache, notes }: Desk,
): Promise<AuthorizerAnswer | GatewayRefusal> {
  const { authorizer } = exchange.api.definition
  const event = authorizer.type === 'TOKEN' ? tokenEvent(exchange, identity[0] ?? '') : requestEvent(exchange)
  notes.note({ event: event.type })
  notes.rely('answer-as-json', ...eventBehaviours[event.type])
  const invocation = await invoke(authorizer.invoke, event)
  if (invocation.outcome !== 'answered') {
    notes.note({ invocation: invocation.outcome })
    notes.rely('cache-forgets-failure')
    const unauthorized = invocation.outcome === 'unauthorized'
    notes.rely(unauthorized ? 'function-unauthorized-401' : 'function-failure-500')
    return { type: unauthorized ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE' }
  }
  // Noted before it is read: reading may end in something the simulator does not support.
  notes.note({ invocation: 'answered' })
  const reading = readAnswer(invocation.answer)
  if (reading.outcome === 'malformed') {
    notes.note({ invocation: 'malformed', complaint: reading.complaint })
    notes.rely('answer-malformed-500', 'cache-forgets-failure')
    if (reading.behaviour !== undefined) notes.rely(reading.behaviour)
    return { type: 'AUTHORIZER_CONFIGURATION_ERROR' }
  }
  if (reading.value.surplus === 'ignored') notes.rely('answer-members-ignored')
  const entry = cache.keep(identity, reading.value)
  if (entry !== undefined) notes.note({ cachedUntil: entry.until })
  return reading.value
}

const eventBehaviours = {
  TOKEN: ['event-token'],
  REQUEST: [
    'event-request',
    'event-last-value',
    'event-header-case',
    'event-empty-maps',
    'event-path-parameters-decoded',
  ],
} as const

function judge(exchange: RoutedExchange, answer: AuthorizerAnswer, { now, notes }: Desk): Authorization {
  const evaluation = evaluate(answer.policy, {
    action: 'execute-api:Invoke',
    resource: exchange.methodArn,
    context: conditionKeysOf(exchange, now()),
  })
  notes.note({ evaluation })
  notes.rely(...policyReliance(answer.policy, evaluation))
  if (evaluation.decision === 'allow') return { outcome: 'allowed', answer }
  if (exchange.api.ttlSeconds > 0) notes.rely('cache-keeps-deny')
  const explicit = evaluation.decision === 'explicit_deny'
  notes.rely(explicit ? 'deny-explicit-403' : 'deny-silent-403', 'deny-capital-message')
  const refusal: GatewayRefusal = explicit
    ? { type: 'ACCESS_DENIED', message: explicitDeny }
    : { type: 'ACCESS_DENIED' }
  return { outcome: 'refused', refusal, answer }
}

const explicitDeny = 'User is not authorized to access this resource with an explicit deny'
