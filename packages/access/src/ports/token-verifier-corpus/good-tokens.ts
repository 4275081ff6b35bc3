import { canary, type CorpusStage } from './corpus-stage.ts'
import type { CorpusToken, RequirementId } from './corpus-token.ts'
import { counterparts } from './good-counterparts.ts'
import { type Writing, written } from './written.ts'

type Goods = Readonly<Record<string, Writing>>

/** Tokens worth accepting, however unusual: a gate that refuses them is of no use. */
export function* goodTokens(stage: CorpusStage): Generator<CorpusToken> {
  for (const [requirement, goods] of lists(stage))
    for (const [name, writing] of Object.entries(goods)) yield good(requirement, name, () => writing)
  for (const [requirement, name, writing] of counterparts(stage)) yield good(requirement, name, () => writing)
  yield* unlabelled(stage)
  for (let number = 1; number <= 12; number += 1)
    yield good(manyAre[number % 3] ?? 'S20', `a token among many, ${number}`, () => ({
      claims: { jti: `${canary}-${'x'.repeat(number)}` },
    }))
}

const lists = (stage: CorpusStage): readonly (readonly [RequirementId, Goods])[] => [
  [
    'S01',
    { 'a token as the issuer writes it': {}, 'a token with a stray header': { header: { note: canary } } },
  ],
  ['S14', audiences(stage)],
  ['S13', subjects],
  ['S17', types],
  ['S28', scopes],
  ['S22', texts],
  ['V22', prototypes],
  ['S24', times(stage)],
  ['S16', { 'a token with a nonce of its own in the header': { header: { nonce: canary, cty: 'JSON' } } }],
  ['V24', sizes],
]

/** What many good tokens are good for: no two have the same signature, or the same length. */
const manyAre: readonly RequirementId[] = ['S20', 'S09', 'V07']

function* unlabelled({ algorithm }: CorpusStage): Generator<CorpusToken> {
  const unlabelledAs =
    (alg: string) =>
    ({ keyIds }: CorpusStage): Writing => ({ header: { alg, kid: keyIds.unlabelled }, signer: 'unlabelled' })
  for (const requirement of ['S02', 'V03', 'O03'] as const)
    yield good(
      requirement,
      `a token by a key published without an algorithm, for ${requirement}`,
      unlabelledAs(algorithm),
    )
  if (algorithm === 'EdDSA')
    yield good('S02', 'a token that calls EdDSA by its newer name', unlabelledAs('Ed25519'))
}

function good(requirement: RequirementId, name: string, write: (stage: CorpusStage) => Writing): CorpusToken {
  return { requirement, name, expect: 'verified', token: (stage) => written(stage, write(stage)) }
}

const audiences = ({ audience }: CorpusStage): Goods => ({
  'a token for a list of this API': { claims: { aud: [audience] } },
  'a token for this API and another': { claims: { aud: [audience, 'urn:other'] } },
  'a token for others and this API': { claims: { aud: ['urn:a', 'urn:b', 'urn:c', audience] } },
  'a token for this API twice': { claims: { aud: [audience, audience] } },
  'a token for forty APIs': {
    claims: { aud: [...Array.from({ length: 39 }, (_, n) => `urn:api:${n}`), audience] },
  },
})

const subjects: Goods = {
  'a token for a subject in Greek': { claims: { sub: `${canary}-\u03b1\u03b4\u03b1` } },
  'a token for a subject beyond the first plane': { claims: { sub: `${canary}-\u{1f511}` } },
  'a token for a subject with a bar': { claims: { sub: `auth0|${canary}` } },
  'a token for a subject with a space': { claims: { sub: `${canary} lovelace` } },
  'a token for a subject of 255 characters': { claims: { sub: canary.padEnd(255, 's') } },
  'a token for the client itself': { claims: { sub: `${canary}-client`, client_id: `${canary}-client` } },
  'a token for a client named by a URL': { claims: { client_id: `https://${canary}.example/app?x=1` } },
}

const types: Goods = {
  'a token of the type AT+JWT': { header: { typ: 'AT+JWT' } },
  'a token of the type At+Jwt': { header: { typ: 'At+Jwt' } },
  'a token of the type application/at+jwt': { header: { typ: 'application/at+jwt' } },
  'a token of the type APPLICATION/AT+JWT': { header: { typ: 'APPLICATION/AT+JWT' } },
}

const scopes: Goods = {
  'a token without a scope': { claims: { scope: undefined } },
  'a token with an empty scope': { claims: { scope: '' } },
  'a token with one scope twice': { claims: { scope: `${canary} ${canary}` } },
  'a token with a URL for a scope': { claims: { scope: `https://api.example.com/${canary}.read` } },
  'a token with every character a scope may have': { claims: { scope: "!#$%&'()*+,-./:;<=>?@[]^_`{|}~" } },
  'a token with 200 scopes': { claims: { scope: Array.from({ length: 200 }, (_, n) => `s:${n}`).join(' ') } },
}

const texts: Goods = {
  'a token with spaces in its JSON': { payloadText: (text) => ` ${text.replace('{', '{\n ')}\n` },
  'a token with escapes in its JSON': { rawClaims: { note: '"\\u0063anary \\/ \\n \\ud83d\\udd11"' } },
  'a token with an empty name': { claims: { '': canary } },
  'a token with names alike in lists': { claims: { notes: [{ a: 1 }, { a: 2 }, ['a', 'a']] } },
  'a token with a text like a name': { rawClaims: { note: '["sub","sub",{"x":"sub","sub":"x"}]' } },
  'a token with every kind of value': { claims: { note: [null, true, false, 0, -1.5, '', [], {}] } },
}

const prototypes: Goods = {
  'a token with a claim named constructor': { claims: { constructor: canary } },
  'a token with a claim named toString': { claims: { toString: canary } },
  'a token with a claim named __proto__': { rawClaims: { ['__proto__']: '{"admin":true}' } },
  'a token with a claim named __proto__ within another': {
    rawClaims: { org: '{"__proto__":{"admin":true}}' },
  },
}

const sizes: Goods = {
  'a token of 7 KiB': { claims: { note: canary.padEnd(4000, 'n') } },
  'a token with 30 lists within each other': { rawClaims: { deep: `${'['.repeat(30)}${']'.repeat(30)}` } },
  'a token with 100 claims': {
    claims: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`claim-${n}`, n])),
  },
}

function times({ nowSeconds, clockToleranceSeconds: tolerance }: CorpusStage): Goods {
  const now = nowSeconds()
  return {
    'a token that ends at a fraction of a second': { claims: { exp: now + 600.5 } },
    'a token that ends in exponents': { rawClaims: { exp: `${(now + 600) / 10}e1` } },
    'a token that ended within the tolerance': { claims: { exp: now - tolerance + 2, iat: now - 600 } },
    'a token that begins within the tolerance': { claims: { nbf: now + tolerance - 1 } },
    'a token issued within the tolerance': { claims: { iat: now + tolerance - 1 } },
    'a token that began long ago': { claims: { nbf: 0, iat: 1 } },
    'a token that began before there were seconds': { claims: { nbf: -1 } },
    'a token that lives for a day': { claims: { exp: now + 86_400 } },
    'a token issued at a fraction of a second': { claims: { iat: now - 0.25 } },
  }
}
