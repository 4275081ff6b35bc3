import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const identityBehaviours = [
  {
    id: 'identity-missing-401',
    statement: 'A missing or empty identity source is answered with 401; the function is not invoked',
    evidence: 'documented',
    source: 'API Gateway developer guide, Configure a Lambda authorizer',
  },
  {
    id: 'identity-all-required',
    statement: 'A REQUEST authorizer needs every identity source present',
    evidence: 'documented',
    source: 'API Gateway developer guide, Configure a Lambda authorizer',
  },
  {
    id: 'identity-optional-without-cache',
    statement: 'A REQUEST authorizer without identity sources is invoked for every request, if its TTL is 0',
    evidence: 'documented',
    source: 'API Gateway API reference, Authorizer: identitySource',
  },
  {
    id: 'identity-validation-401',
    statement:
      'A token that does not match the validation expression of a TOKEN authorizer is answered with 401; the function is not invoked',
    evidence: 'documented',
    source: 'CloudFormation, AWS::ApiGateway::Authorizer',
  },
  {
    id: 'identity-validation-unanchored',
    statement:
      'The validation expression may match anywhere in the token, and is read as JavaScript reads it',
    evidence: 'assumed',
    source: 'nobody says; API Gateway itself is Java',
  },
  {
    id: 'identity-header-case',
    statement: 'The name of an identity header is compared without case',
    evidence: 'assumed',
    source: 'RFC 9110, section 5.1',
  },
  {
    id: 'identity-last-value',
    statement: 'Of several values of an identity source the last one identifies the caller',
    evidence: 'assumed',
    source: 'as single values of REQUEST events',
  },
  {
    id: 'event-token',
    statement: 'A TOKEN event has exactly `type`, `methodArn` and `authorizationToken`, the header as sent',
    evidence: 'documented',
    source: 'API Gateway developer guide, Input to a Lambda authorizer',
  },
  {
    id: 'event-request',
    statement: 'A REQUEST event has the request without its body, and its context',
    evidence: 'documented',
    source: 'API Gateway developer guide, Input to a Lambda authorizer',
  },
  {
    id: 'event-last-value',
    statement: 'Single-value headers and query parameters hold the last value sent',
    evidence: 'documented',
    source: 'API Gateway developer guide, Lambda proxy integrations, by example',
  },
  {
    id: 'event-header-case',
    statement: 'Header names keep the case the client wrote (regional APIs)',
    evidence: 'reported',
    source: 'aws-sdk-js #2719',
  },
  {
    id: 'event-empty-maps',
    statement: 'Maps without entries are empty objects, not null',
    evidence: 'assumed',
    source: 'published real events; the console test sends null',
  },
  {
    id: 'event-path-parameters-decoded',
    statement: 'Path parameters are percent-decoded',
    evidence: 'assumed',
    source: 'API Gateway developer guide, Important notes, says so of integrations',
  },
  {
    id: 'arn-actual-path',
    statement: 'The method ARN holds the path of the request, not the template of the resource',
    evidence: 'reported',
    source: 'serverless-offline #273',
  },
  {
    id: 'arn-root-slash',
    statement: 'The method ARN of the root ends in a slash',
    evidence: 'documented',
    source: 'API Gateway developer guide, Control access for invoking an API',
  },
  {
    id: 'arn-raw-path',
    statement: 'The method ARN holds the path as sent: percent-encoding, case and trailing slash untouched',
    evidence: 'assumed',
    source: 'nobody says; floci #1863 has a trailing slash',
  },
  {
    id: 'arn-too-long-414',
    statement: 'A method ARN over 1600 bytes is answered with 414',
    evidence: 'documented',
    source: 'API Gateway developer guide, Quotas',
  },
] as const satisfies readonly Behaviour[]
