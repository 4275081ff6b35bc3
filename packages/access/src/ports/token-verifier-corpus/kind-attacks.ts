import { canary, type CorpusStage } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { hostile } from './written.ts'

type Members = Readonly<Record<string, unknown>>

/** Tokens of the same issuer that are no access tokens, under the types they are written with. */
const kinds: Readonly<Record<string, { readonly types: readonly unknown[]; readonly claims: Members }>> = {
  'an ID token': {
    types: ['JWT', undefined, 'id_token+jwt'],
    claims: {
      nonce: canary,
      at_hash: canary,
      auth_time: 1,
      scope: undefined,
      client_id: undefined,
      jti: undefined,
    },
  },
  'an ID token with every claim of an access token': { types: ['JWT', undefined], claims: { nonce: canary } },
  'a logout token': {
    types: ['logout+jwt', 'JWT', undefined],
    claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, sid: canary },
  },
  'a security event': {
    types: ['secevent+jwt', 'application/secevent+jwt'],
    claims: { events: { 'urn:example': { subject: canary } }, toe: 1 },
  },
  'a DPoP proof': {
    types: ['dpop+jwt'],
    claims: { htm: 'GET', htu: 'https://api.example.com/pets', ath: canary },
  },
  'an introspection answer': {
    types: ['token-introspection+jwt', 'application/token-introspection+jwt'],
    claims: { token_introspection: { active: true, sub: canary } },
  },
  'a client assertion': {
    types: ['JWT', 'client-authentication+jwt', undefined],
    claims: { client_id: undefined },
  },
  'an authorization request': {
    types: ['oauth-authz-req+jwt', 'JWT'],
    claims: { response_type: 'code', state: canary },
  },
  'an authorization response': { types: ['JWT', undefined], claims: { code: canary, state: canary } },
  'a user info answer': { types: ['JWT', undefined], claims: { email: canary, scope: undefined } },
  'a refresh token': { types: ['rt+jwt', 'JWT', 'Refresh'], claims: { typ: 'Refresh' } },
  'a wallet attestation': { types: ['vc+sd-jwt', 'dc+sd-jwt', 'kb+jwt'], claims: { vct: canary } },
  'an entity statement': { types: ['entity-statement+jwt'], claims: { jwks: { keys: [] } } },
  'a signed metadata document': {
    types: ['JWT', 'oauth-authorization-server+jwt'],
    claims: { jwks_uri: canary },
  },
}

/** One kind of token passed off as another (RFC 8725 sections 2.8 and 3.12). */
export function* kindAttacks(): Generator<CorpusToken> {
  for (const [kind, { types, claims }] of Object.entries(kinds))
    for (const typ of types)
      yield hostile('S29', ['wrong_type'])(`${kind} of the type ${JSON.stringify(typ) ?? 'nothing'}`, {
        header: { typ },
        claims,
      })
  yield introspectionAnswer
  yield* prototypeNames()
}

const introspectionAnswer = hostile('I08', ['missing_claim'])(
  'an introspection answer that says it is an access token',
  ({ issuer, audience, nowSeconds }: CorpusStage) => ({
    payloadText: () =>
      JSON.stringify({
        iss: issuer,
        aud: audience,
        iat: nowSeconds(),
        token_introspection: { active: true, sub: canary },
      }),
  }),
)

/** Names that every object answers to, where a member of the token's own is looked for. */
function* prototypeNames(): Generator<CorpusToken> {
  for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__']) {
    yield hostile('V22', ['unknown_key'])(`a token whose key is named by ${name}`, { header: { kid: name } })
    yield hostile('V22', ['wrong_type'])(`a token whose type is ${name}`, { header: { typ: name } })
    yield hostile('V22', ['wrong_algorithm'])(`a token whose algorithm is ${name}`, { header: { alg: name } })
    yield hostile('V22', ['unknown_issuer'])(`a token whose issuer is ${name}`, { claims: { iss: name } })
    yield hostile('V22', ['wrong_audience'])(`a token whose audience is ${name}`, { claims: { aud: name } })
  }
  yield hostile('V22', ['wrong_algorithm', 'malformed'])('a header with all of its members under __proto__', {
    headerText: (text) => `{"__proto__":${text}}`,
  })
  yield hostile('V22', ['missing_claim', 'malformed'])('claims all of them under __proto__', {
    payloadText: (text) => `{"__proto__":${text}}`,
  })
  yield hostile('V22', ['missing_claim', 'malformed'])('claims all of them under constructor.prototype', {
    payloadText: (text) => `{"constructor":{"prototype":${text}}}`,
  })
}
