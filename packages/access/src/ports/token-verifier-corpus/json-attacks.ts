import { utf8 } from './base64url.ts'
import type { CorpusStage } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { hostile, spoken } from './written.ts'

const invalidBytes: Readonly<Record<string, readonly number[]>> = {
  'the byte FF': [0xff],
  'the byte FE': [0xfe],
  'a byte that continues nothing': [0x80],
  'an over-long slash': [0xc0, 0xaf],
  'an over-long null': [0xc0, 0x80],
  'an over-long letter of three bytes': [0xe0, 0x80, 0x81],
  'half a surrogate pair': [0xed, 0xa0, 0x80],
  'a surrogate pair of six bytes': [0xed, 0xa0, 0xbd, 0xed, 0xb4, 0x91],
  'a letter cut off': [0xe2, 0x82],
  'a letter past the last': [0xf4, 0x90, 0x80, 0x80],
  'a letter of five bytes': [0xf8, 0x88, 0x80, 0x80, 0x80],
  'a letter of Latin-1': [0xe9],
}

const noObjects = [
  '',
  ' ',
  'null',
  'true',
  '0',
  '"text"',
  '[]',
  '[{}]',
  '{',
  '}',
  '{}{}',
  '{"sub"}',
  '{sub:1}',
  'NaN',
]
const spoiled: Readonly<Record<string, (text: string) => string>> = {
  'a comma at its end': (text) => text.replace(/\}$/, ',}'),
  'a comment': (text) => text.replace('{', '{/* note */'),
  'single quotation marks': (text) => text.replaceAll('"', "'"),
  'more behind it': (text) => `${text}{}`,
  'a null behind it': (text) => `${text}\u0000`,
  'a letter before it': (text) => `x${text}`,
  'a byte order mark before it': (text) => `\ufeff${text}`,
  'a list around it': (text) => `[${text}]`,
  'text around it': (text) => JSON.stringify(text),
  'a raw line end in a name': (text) => text.replace('{', '{"a\nb":1,'),
  'a hard space': (text) => text.replace('{', '{\u00a0'),
  'a number of base 16': (text) => text.replace('{', '{"n":0x10,'),
  'a number with a zero before it': (text) => text.replace('{', '{"n":010,'),
  'an infinity': (text) => text.replace('{', '{"n":Infinity,'),
}

/** What the two JSON texts of a token hold (RFC 8725 section 3.7, RFC 7515 section 4). */
export function* jsonAttacks(stage: CorpusStage): Generator<CorpusToken> {
  const bad = hostile('S10', ['malformed'])
  for (const part of ['headerText', 'payloadText'] as const) {
    const where = part === 'headerText' ? 'header' : 'claims'
    for (const [name, bytes] of Object.entries(invalidBytes))
      yield bad(`a token with ${name} in its ${where}`, {
        [part]: (text: string) => [...utf8(`${text.slice(0, -1)},"note":"`), ...bytes, ...utf8('"}')],
      })
    for (const order of ['little', 'big'])
      yield bad(`a token with its ${where} in UTF-16, ${order} end first`, {
        [part]: (text: string) => utf8(text).flatMap((byte) => (order === 'big' ? [0, byte] : [byte, 0])),
      })
    for (const content of noObjects)
      yield bad(`a token with ${spoken(content)} for its ${where}`, { [part]: () => content })
    for (const [name, spoil] of Object.entries(spoiled))
      yield bad(`a token with ${name} in the JSON of its ${where}`, { [part]: spoil })
  }
  yield* twiceNamed(stage)
}

function* twiceNamed({ issuer, audience, nowSeconds, algorithm }: CorpusStage): Generator<CorpusToken> {
  const claims = {
    iss: issuer,
    aud: audience,
    sub: 'eve',
    exp: nowSeconds() + 900,
    scope: 'admin',
    client_id: 'eve',
  }
  const repeated = hostile('S22', ['malformed'])
  for (const [name, value] of Object.entries({ ...claims, jti: 'x', iat: 1 })) {
    const member = `"${name}":${JSON.stringify(value)}`
    yield repeated(`a token that names ${name} once more, at its end`, {
      payloadText: (text) => `${text.slice(0, -1)},${member}}`,
    })
    yield repeated(`a token that names ${name} once more, at its beginning`, {
      payloadText: (text) => `{${member},${text.slice(1)}`,
    })
    yield repeated(`a token that names ${name} once more, its first letter escaped`, {
      payloadText: (text) => `${text.slice(0, -1)},${escaped(member)}}`,
    })
  }
  for (const [name, value] of Object.entries({ alg: algorithm, kid: 'key-1', typ: 'at+jwt' })) {
    const member = `"${name}":"${value}"`
    yield repeated(`a header that names ${name} twice`, {
      headerText: (text) => `${text.slice(0, -1)},${member}}`,
    })
    yield repeated(`a header that names ${name} twice, its first letter escaped`, {
      headerText: (text) => `{${escaped(member)},${text.slice(1)}`,
    })
  }
  yield repeated('a token with a name twice within a claim', { rawClaims: { note: '{"a":1,"a":2}' } })
  yield repeated('a token with a name twice within a list', {
    rawClaims: { note: '[[{"a":1,"b":2,"a":2}]]' },
  })
  yield repeated('a token with the prototype named twice', {
    payloadText: (text) => `${text.slice(0, -1)},"__proto__":{},"__proto__":{}}`,
  })
}

const escaped = (member: string) => `"\\u00${(member.codePointAt(1) ?? 0).toString(16)}${member.slice(2)}`
