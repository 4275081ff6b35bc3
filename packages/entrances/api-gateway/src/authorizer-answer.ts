import { type ApiStage, denyAll, type Identity, type PolicyDocument, timestamp } from '@sallyport/access'

/** What API Gateway wants back (AWS: "Output from a Lambda authorizer"); no member null or empty. */
export interface AuthorizerAnswer {
  readonly principalId: string
  readonly policyDocument: PolicyDocument
  /** Reaches the integration as `$context.authorizer.*`. */
  readonly context: Readonly<Record<string, string>>
}

export function answerFor(
  identity: Identity,
  policyDocument: PolicyDocument,
  decisionId: string,
): AuthorizerAnswer {
  const { issuer, subject, clientId = '', scopes, expiresAtSeconds } = identity
  const context = {
    decisionId,
    issuer,
    subject,
    clientId,
    scope: [...scopes].join(' '),
    expiresAt: expiresAtSeconds === undefined ? '' : timestamp(expiresAtSeconds),
  }
  return {
    principalId: subject,
    policyDocument,
    context: Object.fromEntries(Object.entries(context).filter(([, text]) => text !== '')),
  }
}

/** For a caller who is nobody yet: 403, and cached under the token like any other policy. */
export function denialFor(api: ApiStage, decisionId: string): AuthorizerAnswer {
  return { principalId: 'anonymous', policyDocument: denyAll(api), context: { decisionId } }
}
