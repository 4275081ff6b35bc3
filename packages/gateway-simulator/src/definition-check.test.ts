import { ConfigurationInvalid } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { definitionIssues } from './definition-check.ts'
import { movableClock } from './movable-clock.ts'
import { petShopDefinition } from './pet-shop.fixture.ts'
import { restApi } from './rest-api.ts'

const right = petShopDefinition()
const integration = { status: 200 }
const authorizer = (changes: Readonly<Record<string, unknown>>) => ({
  authorizer: { ...right.authorizer, ...changes },
})
const routes = (...written: readonly unknown[]) => ({ routes: written })

describe('a definition', () => {
  it('without faults has no issues', () => {
    expect(definitionIssues(right)).toEqual([])
  })

  it.each([
    ['id', { id: 'A1' }],
    ['region', { region: 'Ireland' }],
    ['accountId', { accountId: 111122223333 }],
    ['stage', { stage: '$default' }],
    ['partition', { partition: 'aws-moon' }],
    ['stageVariables.colour', { stageVariables: { colour: 7 } }],
    ['stageVariables', { stageVariables: [] }],
    ['plan', { plan: 'gold' }],
    ['routes', { routes: {} }],
    ['routes[0]', routes('GET /')],
    ['routes[0].route', routes({ route: 'GET pets', integration })],
    ['routes[1].route', routes({ route: 'GET /a', integration }, { route: 'GET /a', integration })],
    ['routes[1].route', routes({ route: 'GET /{a}', integration }, { route: 'GET /{b}', integration })],
    ['routes[1].route', routes({ route: 'GET /{a}', integration }, { route: 'PUT /{b}/x', integration })],
    ['routes[0].authorization', routes({ route: 'GET /', authorization: 'AWS_IAM', integration })],
    ['routes[0].integration', routes({ route: 'GET /' })],
    ['routes[0].integration.status', routes({ route: 'GET /', integration: { status: 99 } })],
    ['routes[0].integration.uri', routes({ route: 'GET /', integration: { status: 200, uri: 'x' } })],
    ['routes[0].integration.body', routes({ route: 'GET /', integration: { status: 200, body: {} } })],
    [
      'routes[0].integration.headers.X',
      routes({ route: 'GET /', integration: { status: 200, headers: { X: 1 } } }),
    ],
    ['routes[0].apiKeyRequired', routes({ route: 'GET /', apiKeyRequired: true, integration })],
    ['authorizer', { authorizer: undefined }],
    ['authorizer.id', authorizer({ id: '' })],
    ['authorizer.name', authorizer({ name: undefined })],
    ['authorizer.type', authorizer({ type: 'COGNITO_USER_POOLS' })],
    ['authorizer.invoke', authorizer({ invoke: 'arn:aws:lambda' })],
    ['authorizer.providerArns', authorizer({ providerArns: [] })],
    ['authorizer.resultTtlSeconds', authorizer({ resultTtlSeconds: 3601 })],
    ['authorizer.resultTtlSeconds', authorizer({ resultTtlSeconds: -1 })],
    ['authorizer.resultTtlSeconds', authorizer({ resultTtlSeconds: 0.5 })],
    ['authorizer.resultTtlSeconds', authorizer({ resultTtlSeconds: '300' })],
    ['authorizer.identitySource', authorizer({ identitySource: undefined })],
    ['authorizer.identitySource', authorizer({ identitySource: 7 })],
    ['authorizer.identitySource', authorizer({ identitySource: 'method.request.querystring.token' })],
    [
      'authorizer.identitySource',
      authorizer({ identitySource: 'method.request.header.A, method.request.header.B' }),
    ],
    ['authorizer.identitySource', authorizer({ type: 'REQUEST', identitySource: '' })],
    ['authorizer.identitySource', authorizer({ type: 'REQUEST', identitySource: 'method.request.path.id' })],
    ['authorizer.identitySource', authorizer({ type: 'REQUEST', identitySource: 'context.authorizer.x' })],
    ['authorizer.identityValidationExpression', authorizer({ identityValidationExpression: '(' })],
    ['authorizer.identityValidationExpression', authorizer({ identityValidationExpression: 7 })],
    [
      'authorizer.identityValidationExpression',
      authorizer({ type: 'REQUEST', identityValidationExpression: '.' }),
    ],
    ['gatewayResponses', { gatewayResponses: 'cors' }],
    ['gatewayResponses.THROTTLED', { gatewayResponses: { THROTTLED: {} } }],
    ['gatewayResponses.UNAUTHORIZED', { gatewayResponses: { UNAUTHORIZED: 401 } }],
    ['gatewayResponses.UNAUTHORIZED.status', { gatewayResponses: { UNAUTHORIZED: { status: '401' } } }],
    ['gatewayResponses.UNAUTHORIZED.template', { gatewayResponses: { UNAUTHORIZED: { template: {} } } }],
    ['gatewayResponses.UNAUTHORIZED.body', { gatewayResponses: { UNAUTHORIZED: { body: '' } } }],
    ['gatewayResponses.cors', { gatewayResponses: { cors: '*' } }],
    ['gatewayResponses.cors.allowOrigin', { gatewayResponses: { cors: {} } }],
    ['gatewayResponses.cors.origin', { gatewayResponses: { cors: { allowOrigin: '*', origin: '*' } } }],
  ])('is refused at %s for %j', (place, changes) => {
    const written: unknown = { ...right, ...changes }
    const paths = definitionIssues(written).map(({ path }) => path.join('.'))
    expect(paths).toEqual([place.replace(/\[(\d)\]/g, '.$1')])
  })

  it('that is no object is refused as a whole', () => {
    expect(definitionIssues(null)).toMatchObject([{ path: [], found: 'null' }])
  })

  it('hears of all faults at once, and of the word it may have meant', () => {
    const wrong = { ...right, stage: '', ...authorizer({ resultTtlSeconds: 3601 }), rotues: [] }
    const faults = (): unknown => restApi(wrong, { clock: movableClock(0) })
    expect(faults).toThrow(ConfigurationInvalid)
    expect(faults).toThrow(
      /stage: expected .*resultTtlSeconds: expected whole seconds from 0 to 3600, found 3601/,
    )
    expect(faults).toThrow('did you mean "routes"?')
  })
})
