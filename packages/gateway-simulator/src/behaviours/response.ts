import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const responseBehaviours = [
  {
    id: 'route-unmatched-403',
    statement: 'A path or verb nobody defined is answered with 403 `Missing Authentication Token`',
    evidence: 'documented',
    source: 'AWS knowledge center, API Gateway 403',
  },
  {
    id: 'route-specific-first',
    statement: 'A literal segment wins over `{parameter}`, that over `{proxy+}`; a verb over `ANY`',
    evidence: 'assumed',
    source: 'documented for HTTP APIs; nobody says otherwise',
  },
  {
    id: 'route-resource-decides',
    statement: 'The most specific resource decides, even if it lacks the verb and another has it',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'route-raw-path',
    statement: 'Resources are matched with the path as sent, not decoded, and with case',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'route-trailing-slash',
    statement: 'A path with a trailing slash belongs to the resource without',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'route-empty-segment',
    statement: 'An empty segment is no value of a parameter',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'stage-unknown-403',
    statement: 'A stage nobody deployed is answered with 403 `Forbidden`',
    evidence: 'reported',
    source: 'AWS re:Post, API Gateway 403',
  },
  {
    id: 'deny-explicit-403',
    statement: 'An explicit Deny is answered with 403 and a message that says so',
    evidence: 'documented',
    source: 'AWS knowledge center, api-gateway-403-error-lambda-authorizer',
  },
  {
    id: 'deny-silent-403',
    statement: 'Silence is answered with 403 and a message that says less',
    evidence: 'documented',
    source: 'AWS knowledge center, api-gateway-403-error-lambda-authorizer',
  },
  {
    id: 'deny-capital-message',
    statement: 'The body of ACCESS_DENIED says `Message`, the others `message`',
    evidence: 'reported',
    source: 'loige.co, Debugging custom ApiGateway authorizers',
  },
  {
    id: 'response-headers',
    statement: 'Answers carry `x-amzn-RequestId` and `x-amz-apigw-id`, refusals `x-amzn-ErrorType`',
    evidence: 'reported',
    source: 'loige.co, Debugging custom ApiGateway authorizers',
  },
  {
    id: 'response-failure-error-type',
    statement: 'The `x-amzn-ErrorType` of a function’s failure is `AuthorizerConfigurationException`',
    evidence: 'assumed',
    source: 'as of a malformed answer; LocalStack guesses AuthorizerFailureException',
  },
  {
    id: 'response-family',
    statement: 'A gateway response without a shape of its own takes that of DEFAULT_4XX or DEFAULT_5XX',
    evidence: 'documented',
    source: 'API Gateway developer guide, Gateway response types',
  },
  {
    id: 'response-substitution',
    statement: 'Templates know variables only: no logic, nothing for a name without a value',
    evidence: 'documented',
    source: 'API Gateway developer guide, Gateway responses',
  },
  {
    id: 'response-authorizer-context',
    statement: 'Gateway responses for a denied caller can use `$context.authorizer.x`',
    evidence: 'reported',
    source: 'aws-cdk #10624',
  },
  {
    id: 'response-cors',
    statement: 'CORS headers come with refusals only if the gateway responses have them',
    evidence: 'documented',
    source: 'API Gateway developer guide, CORS for REST APIs',
  },
  {
    id: 'http-headers-431',
    statement: 'Headers over 10,240 bytes in total are answered with 431',
    evidence: 'assumed',
    source: 'API Gateway developer guide, Quotas, gives the limit but not the status',
  },
  {
    id: 'http-body-413',
    statement: 'A body over 10 MB is answered with 413',
    evidence: 'documented',
    source: 'API Gateway developer guide, Quotas; gateway response type REQUEST_TOO_LARGE',
  },
  {
    id: 'http-forwarded',
    statement:
      '`X-Forwarded-For` gets the client’s address appended; `X-Forwarded-Proto`, `X-Forwarded-Port` and `X-Amzn-Trace-Id` are set',
    evidence: 'reported',
    source: 'published real events',
  },
] as const satisfies readonly Behaviour[]
