import { canary, type CorpusStage } from './corpus-stage.ts'
import type { RequirementId } from './corpus-token.ts'
import type { Writing } from './written.ts'

type Counterpart = readonly [requirement: RequirementId, name: string, writing: Writing]

/** Good tokens that look a little like an attack: what refuses the one has to let the other pass. */
export function counterparts(stage: CorpusStage): readonly Counterpart[] {
  return [...ofHeaders(stage), ...ofForms, ...ofClaims(stage)]
}

const ofHeaders = ({ algorithm, issuer, otherIssuer }: CorpusStage): readonly Counterpart[] => [
  [
    'S03',
    'a token that spells its algorithm otherwise in its claims',
    { claims: { alg: algorithm.toLowerCase() } },
  ],
  ['S04', 'a token that claims an algorithm of none', { claims: { alg: 'none' } }],
  ['V01', 'a token of a client that is named none', { claims: { client_id: 'none' } }],
  ['V02', 'a token that claims to be of HS256', { claims: { alg: 'HS256' } }],
  ['V04', 'a token with a key in its claims', { claims: { jwk: { kty: 'oct', k: 'AAAA' } } }],
  ['V05', 'a token with the place of a key in its claims', { claims: { jku: `${otherIssuer}/jwks` } }],
  ['V06', 'a token with the name of another key in its claims', { claims: { kid: '../../etc/passwd' } }],
  ['S15', 'a token with a list of key names in its claims', { claims: { kid: ['key-1', 7, null] } }],
  [
    'S11',
    'a token of this issuer after one of another under the same key name',
    { claims: { from: otherIssuer } },
  ],
  ['S12', 'a token that names its issuer in its header, too', { header: { iss: issuer } }],
  ['S21', 'a token that claims something critical', { claims: { crit: ['exp'], b64: false } }],
  ['V08', 'a token with a header that is no word of crit', { header: { critical: ['exp'] } }],
]

const ofForms: readonly Counterpart[] = [
  ['S05', 'a token by a key that is large enough', {}],
  [
    'S07',
    'a token with a good token in a claim',
    { claims: { actor_token: `${canary}.${canary}.${canary}` } },
  ],
  ['S08', 'a token that claims an encryption', { claims: { enc: 'A128GCM', zip: 'DEF' } }],
  [
    'V09',
    'a token with a JSON serialisation in a claim',
    { claims: { note: '{"payload":"AAAA","signatures":[]}' } },
  ],
  ['V10', 'a token with five parts in a claim', { claims: { note: 'a.b.c.d.e' } }],
  [
    'S10',
    'a token with letters of every length in UTF-8',
    { claims: { note: 'a\u00e9\u20ac\u{1f511}\ufeff' } },
  ],
  ['S19', 'a token with dots and spaces in its claims', { claims: { note: ' . .. \n' } }],
  ['O04', 'a token by a key from a set with a secret in it', {}],
  ['I08', 'a token that claims to be active', { claims: { active: true } }],
  ['S30', 'a token that claims a work factor', { claims: { p2c: 2 ** 31 } }],
]

const ofClaims = ({ audience, nowSeconds }: CorpusStage): readonly Counterpart[] => [
  [
    'S23',
    'a token with the claims of a user beside those of a token',
    {
      claims: {
        auth_time: nowSeconds() - 60,
        acr: '1',
        amr: ['pwd'],
        groups: [canary],
        roles: [],
        entitlements: [],
      },
    },
  ],
  ['S25', 'a token that begins now', { claims: { nbf: nowSeconds() } }],
  ['S26', 'a token issued now', { claims: { iat: nowSeconds() } }],
  ['S27', 'a token that ends in thirty days', { claims: { exp: nowSeconds() + 30 * 86_400 } }],
  [
    'S29',
    'an access token with the session it belongs to',
    { claims: { sid: canary, auth_time: 1, azp: canary } },
  ],
  [
    'V11',
    'a token with an audience that looks like another beside the right one',
    { claims: { aud: [`${audience}/`, audience] } },
  ],
  [
    'V32',
    'a token with a secret of its own',
    { claims: { password: canary, authorization: `Bearer ${canary}` } },
  ],
]
