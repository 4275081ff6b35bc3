import { base64url } from './base64url.ts'
import { canary, type CorpusStage } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { hostile, spoken, written } from './written.ts'

/** Texts that are no token in compact form (RFC 7515 section 7.1), though some readers make one of them. */
export function* formAttacks(): Generator<CorpusToken> {
  yield* otherSerialisations()
  yield* encryptedTokens()
  yield* bombs()
  const noise = [
    '',
    '.',
    '..',
    '...',
    '....',
    'noise',
    'a.b',
    'a.b.c',
    'a.b.c.d',
    'null',
    '{}',
    '[]',
    '\u0000',
    '\ud800',
  ]
  for (const text of [
    ...noise,
    'Bearer',
    'undefined',
    '[object Object]',
    `${canary}.${canary}.${canary}`,
    'eyJ',
    '%2e%2e%2e',
  ])
    yield hostile('S19', ['malformed'])(`the noise ${spoken(text)}`, () => Promise.resolve(text))
}

function* otherSerialisations(): Generator<CorpusToken> {
  const shapes: Readonly<
    Record<string, (parts: readonly [string, string, string], token: string) => string>
  > = {
    'a flattened JSON serialisation': ([p, c, s]) =>
      JSON.stringify({ protected: p, payload: c, signature: s }),
    'a general JSON serialisation': ([p, c, s]) =>
      JSON.stringify({ payload: c, signatures: [{ protected: p, signature: s }] }),
    'a JSON serialisation with the algorithm unprotected': ([p, c, s]) =>
      JSON.stringify({ header: { alg: 'none' }, protected: p, payload: c, signature: s }),
    'a JSON serialisation without signatures': ([, c]) => JSON.stringify({ payload: c, signatures: [] }),
    'a hybrid of compact and JSON': ([p, c, s]) =>
      `{"  ${p}.${base64url('{"sub":"eve"}')}.${s}":"","protected":"${p}","payload":"${c}","signature":"${s}"}`,
    'a JSON text with a token in it': (_, token) => JSON.stringify(token),
    'a JSON list of a token': (_, token) => JSON.stringify([token]),
    'two tokens with a space between': (_, token) => `${token} ${token}`,
    'two tokens with a comma between': (_, token) => `${token},${token}`,
    'two tokens with a dot between': (_, token) => `${token}.${token}`,
    'a token after its scheme': (_, token) => `Bearer ${token}`,
    'a token with a part more': (_, token) => `${token}.${canary}`,
    'a token with an empty part more': (_, token) => `${token}.`,
    'a token with an empty part before': (_, token) => `.${token}`,
    'a token without its header': ([, c, s]) => `${c}.${s}`,
    'a token with an empty header': ([, c, s]) => `.${c}.${s}`,
    'a token with empty claims': ([p, , s]) => `${p}..${s}`,
    'a token of UTF-16 units': (_, token) => Array.from(token).join('\u0000'),
    'a token percent-encoded': (_, token) => token.replaceAll('.', '%2E'),
    'a token in quotation marks': (_, token) => `'${token}'`,
    'a token with full-width dots': (_, token) => token.replaceAll('.', '\uff0e'),
    'a token with a selective disclosure': (_, token) => `${token}~${base64url('["salt","sub","eve"]')}~`,
  }
  for (const [name, shape] of Object.entries(shapes))
    yield hostile(name.includes('JSON') ? 'V09' : 'S19', ['malformed'])(name, async (stage) => {
      const token = await written(stage)
      const [header = '', claims = '', signature = ''] = token.split('.')
      return shape([header, claims, signature], token)
    })
}

function* encryptedTokens(): Generator<CorpusToken> {
  const headers = [
    { alg: 'dir', enc: 'A128GCM' },
    { alg: 'RSA-OAEP', enc: 'A256GCM', cty: 'JWT' },
    { alg: 'RSA1_5', enc: 'A128CBC-HS256' },
    { alg: 'ECDH-ES', enc: 'A256GCM', epk: { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' } },
    { alg: 'none', enc: 'none' },
  ]
  for (const header of headers) {
    const five = [base64url(JSON.stringify(header)), 'AAAA', 'AAAA', base64url(`{"sub":"${canary}"}`), 'AAAA']
    yield hostile('S08', ['malformed'])(`an encrypted token of ${header.alg}`, () =>
      Promise.resolve(five.join('.')),
    )
    yield hostile('S08', ['malformed'])(`an encrypted token of ${header.alg} with empty parts`, () =>
      Promise.resolve([five[0], '', '', five[3], ''].join('.')),
    )
    yield hostile('V10', ['malformed'])(
      `a good token as the text of an encrypted one of ${header.alg}`,
      async (stage) => [five[0], five[1], five[2], base64url(await written(stage)), five[4]].join('.'),
    )
    yield hostile('V10', ['wrong_algorithm'])(
      `a signed token with the header of an encrypted one of ${header.alg}`,
      {
        header,
      },
    )
  }
  for (const p2c of [1, 600_001, 2 ** 31, 1e308])
    yield hostile('S30', ['malformed'])(`a token encrypted by a password, worked on ${p2c} times`, () =>
      Promise.resolve(
        `${base64url(JSON.stringify({ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c, p2s: 'AAAA' }))}.AAAA.AAAA.AAAA.AAAA`,
      ),
    )
  yield hostile('S30', ['malformed'])('an encrypted token that unpacks', () =>
    Promise.resolve(`${base64url('{"alg":"dir","enc":"A128GCM","zip":"DEF"}')}..AAAA.AAAA.AAAA`),
  )
}

function* bombs(): Generator<CorpusToken> {
  const long = hostile('V24', ['too_long'])
  yield long('ten thousand dots', () => Promise.resolve('.'.repeat(10_000)))
  yield long('a mebibyte of letters', () => Promise.resolve('a'.repeat(1_048_576)))
  yield long('a token with claims of 64 KiB', { claims: { note: 'n'.repeat(65_536) } })
  yield long('a token with 50,000 lists within each other', { rawClaims: { deep: nested(50_000, '[', ']') } })
  yield long('a token with 100,000 scopes', { claims: { scope: 'a '.repeat(100_000) } })
  const dense = hostile('V24', ['malformed'])
  for (const depth of [70, 500, 2000]) {
    yield dense(`a token with ${depth} lists within each other`, {
      rawClaims: { deep: nested(depth, '[', ']') },
    })
    yield dense(`a token with ${depth} lists that never end`, { rawClaims: { deep: '['.repeat(depth) } })
  }
  yield dense('a token with 500 objects within each other', {
    rawClaims: { deep: `${'{"a":'.repeat(500)}1${'}'.repeat(500)}` },
  })
  yield dense('a token with 500 lists within each other in its header', {
    headerText: (text) => text.replace('{', `{"deep":${nested(500, '[', ']')},`),
  })
  yield dense('eight thousand dots', () => Promise.resolve('.'.repeat(8000)))
  yield dense(
    'a token followed by three thousand dots',
    async (stage: CorpusStage) => `${await written(stage)}${'.'.repeat(3000)}`,
  )
}

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)
