import { canary } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { hostile, spoken } from './written.ts'

const noTexts = [
  null,
  0,
  7,
  true,
  false,
  [],
  {},
  [canary],
  { value: canary },
  '',
  '\ud800',
  `${canary}\udc00`,
]
const required = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti']

/** Whose token it is, for whom, and for what (RFC 9068 sections 2.2 and 4). */
export function* claimAttacks(): Generator<CorpusToken> {
  for (const name of required) {
    yield hostile('S23', ['missing_claim'])(`a token without ${name}`, { claims: { [name]: undefined } })
    yield hostile('S23', ['missing_claim'])(`a token with ${name} in its header only`, (current) => ({
      header: { [name]: current.facts().claims[name] },
      claims: { [name]: undefined },
    }))
    yield hostile('V22', ['missing_claim', 'malformed'])(
      `a token with ${name} under __proto__ only`,
      (current) => ({
        claims: { [name]: undefined },
        rawClaims: { ['__proto__']: JSON.stringify({ [name]: current.facts().claims[name] }) },
      }),
    )
  }
  yield hostile('S23', ['missing_claim'])('a token that claims nothing', { payloadText: () => '{}' })
  for (const name of ['sub', 'client_id', 'jti'])
    for (const value of noTexts)
      yield hostile(name === 'sub' ? 'S13' : 'S23', ['bad_claim'])(
        `a token with ${spoken(value)} for its ${name}`,
        {
          claims: { [name]: value },
        },
      )
  yield* scopes()
  yield* boundTokens()
}

function* scopes(): Generator<CorpusToken> {
  const bad = hostile('S28', ['bad_claim'])
  const values = [
    null,
    0,
    7,
    true,
    {},
    [7],
    [null],
    ['a b'],
    [['a']],
    { a: true },
    ['a', 7],
    [''],
    ['a\\b'],
    ['a"b'],
  ]
  for (const scope of values) yield bad(`a token with the scope ${spoken(scope)}`, { claims: { scope } })
  const characters = [
    '\t',
    '\n',
    '\r',
    '"',
    '\\',
    '\u0000',
    '\u007f',
    '\u00a0',
    '\u00e9',
    '\u2003',
    '\u{1f511}',
    '\ud800',
  ]
  for (const character of characters) {
    yield bad(`a token with ${spoken(character)} between two scopes`, { claims: { scope: `a${character}b` } })
    yield bad(`a token with ${spoken(character)} for a scope`, { claims: { scope: `a ${character}` } })
  }
}

/** A token bound to a key is no bearer token (RFC 9449 section 7.2, RFC 8705 section 3). */
function* boundTokens(): Generator<CorpusToken> {
  const odd = [{}, null, '', 7, [], true, { jwk: {} }, { kid: canary }, { unheard: canary }]
  for (const cnf of [{ jkt: canary }, { jkt: '' }, { jkt: 7 }, ...odd])
    yield hostile('D05', ['sender_constrained'])(`a token bound by ${spoken(cnf)}, without a proof`, {
      claims: { cnf },
    })
  for (const cnf of [{ 'x5t#S256': canary }, { 'x5t#S256': null }, { 'x5t#S256': canary, jkt: canary }])
    yield hostile('T01', ['sender_constrained'])(`a token bound by ${spoken(cnf)}, without a certificate`, {
      claims: { cnf },
    })
}
