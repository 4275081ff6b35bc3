import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const wireBehaviours = [
  {
    id: 'wire-target',
    statement: 'The operation is named by `X-Amz-Target`, the body is `application/x-amz-json-1.1`',
    evidence: 'documented',
    source: 'Smithy, AWS JSON 1.1 protocol',
  },
  {
    id: 'wire-unknown-operation',
    statement: 'Another target, or another content type, is `UnknownOperationException`',
    evidence: 'assumed',
    source: 'Smithy, AWS JSON 1.1 protocol, says so of targets',
  },
  {
    id: 'wire-error-body',
    statement: 'An error is a body with `__type` and `message`, with status 400, or 500 for ours',
    evidence: 'documented',
    source: 'Smithy, AWS JSON 1.1 protocol, Operation error serialization',
  },
  {
    id: 'wire-request-id',
    statement: 'Every answer carries `x-amzn-RequestId`',
    evidence: 'documented',
    source: 'AWS SDKs, request id of a response',
  },
  {
    id: 'wire-signature-needed',
    statement: 'A call without a signature is `MissingAuthenticationTokenException`; status 400',
    evidence: 'assumed',
    source: 'the common errors page says 403, JSON services are seen to answer 400',
  },
  {
    id: 'wire-signature-scope',
    statement: 'A signature for another service is `InvalidSignatureException`',
    evidence: 'reported',
    source: 'messages quoted in aws-cli issues',
  },
  {
    id: 'wire-wrong-type',
    statement: 'A value of the wrong type, or no JSON, is `SerializationException`',
    evidence: 'reported',
    source: 'messages quoted in AWS SDK issues; the wording is approximate',
  },
  {
    id: 'wire-constraints',
    statement: 'Limits of the model are judged together: `N validation errors detected: Value ... at ...`',
    evidence: 'reported',
    source: 'messages quoted in AWS SDK issues',
  },
  {
    id: 'wire-unknown-member',
    statement: 'An unknown member is a `ValidationException`',
    evidence: 'assumed',
    source: 'stricter than AWS, which is said to ignore it: a misspelt member has to be found',
  },
  {
    id: 'wire-null-member',
    statement: 'A member that is null counts as absent',
    evidence: 'assumed',
    source: 'Smithy says so of optional members',
  },
  {
    id: 'wire-throttling',
    statement: 'Throttling is `ThrottlingException`, `Rate exceeded`, with status 400',
    evidence: 'assumed',
    source: 'common errors of the API references; CodeCommit is also reported with 429',
  },
  {
    id: 'wire-access-denied',
    statement: 'A missing permission is `AccessDeniedException` with status 400',
    evidence: 'documented',
    source: 'common errors of the API references',
  },
  {
    id: 'wire-internal-failure',
    statement: 'A failure of theirs is `InternalFailure` with status 500',
    evidence: 'documented',
    source: 'common errors of the API references',
  },
] as const satisfies readonly Behaviour[]
