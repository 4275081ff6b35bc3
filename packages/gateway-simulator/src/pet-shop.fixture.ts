import type { AuthorizerDefinition, RestApiDefinition, RouteDefinition } from './definition.ts'
import type { GatewayResponses } from './gateway-response.ts'
import { type MovableClock, movableClock } from './movable-clock.ts'
import type { GatewayRequest } from './request.ts'
import { type Handled, type RestApi, restApi } from './rest-api.ts'

/** The API of this package's tests, and what its authorizer was asked. */
export interface PetShop {
  readonly api: RestApi
  readonly clock: MovableClock
  readonly events: unknown[]
  readonly get: (path: string, headers?: GatewayRequest['headers']) => Promise<Handled>
  readonly send: (request: Partial<GatewayRequest>) => Promise<Handled>
}

export interface PetShopChanges {
  readonly authorizer?: Partial<AuthorizerDefinition>
  readonly routes?: readonly RouteDefinition[]
  readonly gatewayResponses?: GatewayResponses
  readonly stageVariables?: Readonly<Record<string, string>>
  /** What the function answers, or does. */
  readonly answer?: (event: unknown) => unknown
}

/** Where the pet shop's methods are. */
export const stageArn = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/dev'

/** The instant at which the pet shop's clock stands. */
export const opening = Date.parse('2026-11-25T09:00:00Z')

export const bearer: GatewayRequest['headers'] = [['Authorization', 'Bearer ada']]

/** An answer of one statement on everything, unless told otherwise. */
export function answering(statement: Readonly<Record<string, unknown>> = {}, context?: unknown) {
  return {
    principalId: 'ada',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${stageArn}/*`, ...statement }],
    },
    ...(context === undefined ? {} : { context }),
  }
}

const open = { status: 200, body: '{"pets":[]}' }

export function petShopDefinition(changes: PetShopChanges = {}): RestApiDefinition {
  const { authorizer, routes, gatewayResponses, stageVariables, answer = () => answering() } = changes
  return {
    id: 'a1b2c3',
    region: 'eu-west-1',
    accountId: '111122223333',
    stage: 'dev',
    routes: routes ?? [
      { route: 'GET /', integration: open },
      { route: 'GET /pets', integration: open },
      { route: 'POST /pets', integration: open },
      { route: 'GET /pets/{id}', integration: open },
      { route: 'GET /health', authorization: 'none', integration: { status: 204 } },
    ],
    authorizer: {
      id: 'au7h0r',
      name: 'gate',
      type: 'TOKEN',
      identitySource: 'method.request.header.Authorization',
      invoke: async (event) => answer(event),
      ...authorizer,
    },
    ...(gatewayResponses === undefined ? {} : { gatewayResponses }),
    ...(stageVariables === undefined ? {} : { stageVariables }),
  }
}

export function petShop(changes: PetShopChanges = {}): PetShop {
  const clock = movableClock(opening)
  const events: unknown[] = []
  const definition = petShopDefinition(changes)
  const { invoke } = definition.authorizer
  const recording = {
    ...definition.authorizer,
    invoke: (event: unknown) => (events.push(event), invoke(event)),
  }
  const api = restApi({ ...definition, authorizer: recording }, { clock })
  const send = (request: Partial<GatewayRequest>) =>
    api.handle({ method: 'GET', path: '/pets', headers: bearer, sourceIp: '203.0.113.7', ...request })
  return { api, clock, events, send, get: (path, headers = bearer) => send({ path, headers }) }
}
