import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const answerBehaviours = [
  {
    id: 'function-unauthorized-401',
    statement: 'A function that fails with exactly `Unauthorized` is answered with 401',
    evidence: 'reported',
    source: 'aws-apigateway-lambda-authorizer-blueprints; auth0-samples #6',
  },
  {
    id: 'function-failure-500',
    statement: 'A function that fails otherwise is answered with 500 `{"message":null}`',
    evidence: 'reported',
    source: 'aws-lambda-go #81',
  },
  {
    id: 'answer-malformed-500',
    statement:
      'An answer that cannot be read is answered with 500 `{"message":null}` and `AuthorizerConfigurationException`',
    evidence: 'reported',
    source: 'serverless/examples #305; loige.co, Debugging custom ApiGateway authorizers',
  },
  {
    id: 'answer-principal-required',
    statement: '`principalId` is text and not empty; without it the answer is malformed',
    evidence: 'assumed',
    source:
      'API Gateway developer guide, Output from a Lambda authorizer, calls it mandatory; ministack #1367',
  },
  {
    id: 'answer-as-json',
    statement: 'Event and answer are what survives JSON, as between API Gateway and Lambda',
    evidence: 'documented',
    source: 'Lambda developer guide, Node.js handler',
  },
  {
    id: 'answer-members-ignored',
    statement:
      'Members of the answer other than `principalId`, `policyDocument` and `context` have no effect',
    evidence: 'assumed',
    source: '`usageIdentifierKey` needs API keys, which the simulator has not',
  },
  {
    id: 'context-scalars-only',
    statement: 'A `context` value other than text, number or boolean makes the answer malformed',
    evidence: 'documented',
    source: 'API Gateway developer guide, Output from a Lambda authorizer',
  },
  {
    id: 'context-null-refused',
    statement: 'A null `context`, and a null in it, make the answer malformed',
    evidence: 'assumed',
    source: 'null is not among the kinds AWS lists',
  },
  {
    id: 'context-as-text',
    statement: '`$context.authorizer.x` is text, whatever the function returned',
    evidence: 'documented',
    source: 'API Gateway developer guide, Output from a Lambda authorizer',
  },
  {
    id: 'cache-ttl',
    statement: 'Answers are cached for 0 (never) to 3600 seconds, 300 if not set',
    evidence: 'documented',
    source: 'API Gateway developer guide, Configure a Lambda authorizer',
  },
  {
    id: 'cache-key-token',
    statement: 'A TOKEN answer is kept by token, API, stage and authorizer, for every method',
    evidence: 'reported',
    source: 'serverless #626, by the API Gateway team',
  },
  {
    id: 'cache-key-sources',
    statement: 'A REQUEST answer is kept by all its identity sources together',
    evidence: 'documented',
    source: 'API Gateway developer guide, Configure a Lambda authorizer',
  },
  {
    id: 'cache-reevaluated',
    statement: 'A cached policy is evaluated again for each method, time and address',
    evidence: 'reported',
    source: 'serverless #626; ministack #1367',
  },
  {
    id: 'cache-keeps-deny',
    statement: 'Policies that deny are cached like others',
    evidence: 'reported',
    source: 'data-dot-all/dataall #1792',
  },
  {
    id: 'cache-forgets-failure',
    statement: 'Failures and malformed answers are not cached',
    evidence: 'reported',
    source: 'data-dot-all/dataall #1792',
  },
  {
    id: 'cache-from-answer',
    statement: 'The TTL counts from the function’s answer; the entry has ended when it is over',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'cache-no-coalescing',
    statement: 'Requests that come before the first answer each invoke the function',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'cache-flush',
    statement: 'All cached answers of the stage can be flushed at once',
    evidence: 'documented',
    source: 'FlushStageAuthorizersCache',
  },
] as const satisfies readonly Behaviour[]
