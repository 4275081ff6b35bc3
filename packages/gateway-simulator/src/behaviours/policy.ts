import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const policyBehaviours = [
  {
    id: 'policy-deny-first',
    statement: 'A Deny that applies beats every Allow; what nothing allows is refused',
    evidence: 'documented',
    source: 'IAM user guide, Policy evaluation logic',
  },
  {
    id: 'policy-wildcards',
    statement: '`*` is any run of characters, empty and `/` included; `?` is exactly one',
    evidence: 'documented',
    source: 'IAM user guide, Resource element',
  },
  {
    id: 'policy-action-case',
    statement: 'Actions are compared without case, resources with it',
    evidence: 'documented',
    source: 'IAM user guide, Action element',
  },
  {
    id: 'policy-not-members',
    statement: '`NotAction` and `NotResource` choose everything but what they match',
    evidence: 'documented',
    source: 'IAM user guide, NotResource element',
  },
  {
    id: 'policy-pascal-case',
    statement: 'Members of the policy are PascalCase; others make it malformed',
    evidence: 'reported',
    source: 'aws-lambda-java-libs #184',
  },
  {
    id: 'policy-null-condition',
    statement: '`Condition: null` makes the policy malformed',
    evidence: 'reported',
    source: 'aws-lambda-dotnet #2022',
  },
  {
    id: 'policy-strict',
    statement:
      'Unknown members, effects and versions, and condition values not of their operator’s kind, make the policy malformed',
    evidence: 'assumed',
    source: 'as IAM refuses them when a policy is stored',
  },
  {
    id: 'policy-default-version',
    statement: 'A policy without `Version` is of 2008-10-17',
    evidence: 'documented',
    source: 'IAM user guide, Version element',
  },
  {
    id: 'policy-one-statement',
    statement: '`Statement` may be one object',
    evidence: 'documented',
    source: 'IAM user guide, Statement element',
  },
  {
    id: 'policy-no-statement',
    statement: 'A policy with an empty list of statements is silent',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'policy-resource-512',
    statement: 'A resource over 512 characters makes the policy malformed',
    evidence: 'assumed',
    source: 'API Gateway developer guide, Output from a Lambda authorizer, gives the limit',
  },
  {
    id: 'conditions-honoured',
    statement: '`Condition` blocks of an authorizer’s policy are honoured',
    evidence: 'reported',
    source: 'approov/aws-api-gateway_approov-proxy-authorizer',
  },
  {
    id: 'conditions-combine',
    statement: 'Values of a key are alternatives; keys and operators must all hold',
    evidence: 'documented',
    source: 'IAM user guide, Condition element',
  },
  {
    id: 'conditions-missing-key',
    statement: 'On a missing key positive operators fail; negated ones and `IfExists` hold',
    evidence: 'documented',
    source: 'IAM user guide, Condition operators',
  },
  {
    id: 'conditions-keys',
    statement:
      '`aws:CurrentTime`, `EpochTime`, `SourceIp`, `SecureTransport` are present, `UserAgent` and `Referer` if the header is',
    evidence: 'assumed',
    source: 'API Gateway developer guide, condition keys of resource policies, taken for authorizers too',
  },
  {
    id: 'conditions-absent-keys',
    statement: 'Keys that need IAM authentication or a private API are never present',
    evidence: 'documented',
    source: 'API Gateway developer guide, condition keys of resource policies',
  },
  {
    id: 'conditions-whole-seconds',
    statement: 'The time a condition sees is cut to whole seconds',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'conditions-secure-transport',
    statement: '`aws:SecureTransport` is true, although the laptop’s port has no TLS',
    evidence: 'assumed',
    source: 'API Gateway has no other endpoints',
  },
] as const satisfies readonly Behaviour[]
