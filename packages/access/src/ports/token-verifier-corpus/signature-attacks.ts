import { base64url, bytesOf, letters } from './base64url.ts'
import type { CorpusStage } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { hostile, written } from './written.ts'

type Bytes = readonly number[]

const zeros = (length: number): Bytes => Array.from({ length }, () => 0)
const filled = (length: number, value: number): Bytes => Array.from({ length }, () => value)
const numberOf = (value: Bytes, length: number): Bytes => [...zeros(length - value.length), ...value]

/** The order of P-256 and its field (NIST SP 800-186 section 3.2.1.3). */
const order = hex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
const field = hex('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff')

function hex(text: string): Bytes {
  return Array.from(text.matchAll(/../g), ([byte]) => Number.parseInt(byte, 16))
}

const halves = (bytes: Bytes): readonly [Bytes, Bytes] => [
  bytes.slice(0, bytes.length / 2),
  bytes.slice(bytes.length / 2),
]

const changes: Readonly<Record<string, (bytes: Bytes) => Bytes>> = {
  'nothing but zeros': ({ length }) => zeros(length),
  'nothing but ones': ({ length }) => filled(length, 255),
  'one byte': () => [1],
  'its last byte missing': (bytes) => bytes.slice(0, -1),
  'its first byte missing': (bytes) => bytes.slice(1),
  'its first half only': (bytes) => halves(bytes)[0],
  'a byte too many': (bytes) => [...bytes, 0],
  'two bytes too many': (bytes) => [...bytes, 1, 2],
  'a zero before it': (bytes) => [0, ...bytes],
  'itself twice': (bytes) => [...bytes, ...bytes],
  'its halves exchanged': (bytes) => halves(bytes).toReversed().flat(),
  'its bytes in reverse': (bytes) => bytes.toReversed(),
  'the DER form of its halves': (bytes) => der(bytes),
  'a zero before each half': (bytes) => halves(bytes).flatMap((half) => [0, ...half]),
  'a second half of zeros': (bytes) => [...halves(bytes)[0], ...zeros(bytes.length / 2)],
  'a first half of zeros': (bytes) => [...zeros(bytes.length / 2), ...halves(bytes)[1]],
  '3,000 bytes': (bytes) => [...bytes, ...zeros(3000)],
}

/** Pairs that some verifiers take for a signature of anything (CVE-2022-21449). */
const pairs: Readonly<Record<string, readonly [Bytes, Bytes]>> = {
  '0 and 0': [[0], [0]],
  '0 and 1': [[0], [1]],
  '1 and 0': [[1], [0]],
  '1 and 1': [[1], [1]],
  'the order and the order': [order, order],
  'the order and 1': [order, [1]],
  '1 and the order': [[1], order],
  'the field and the field': [field, field],
  'the order and 0': [order, [0]],
}

/** What stands where the signature should (RFC 7518 section 3.4). */
export function* signatureAttacks(stage: CorpusStage): Generator<CorpusToken> {
  const reasons = ['bad_signature', 'malformed'] as const
  for (const [name, change] of Object.entries(changes))
    yield hostile('S09', reasons)(`a token whose signature is ${name}`, {
      signature: (made) => base64url(change(bytesOf(made))),
    })
  for (const [name, [r, s]] of Object.entries(pairs))
    for (const kid of [true, false])
      yield hostile('V07', [...reasons, 'unknown_key'])(
        `a token whose signature is the pair ${name}, with ${kid ? 'the name of a' : 'no'} key`,
        {
          header: kid ? {} : { kid: undefined },
          signature: (made) => base64url([r, s].flatMap((half) => numberOf(half, bytesOf(made).length / 2))),
        },
      )
  yield hostile('V07', ['too_long'])('a token with a signature of 21,830 characters', {
    signature: () => 'A'.repeat(21_830),
  })
  yield* changedAfterwards(stage)
}

function* changedAfterwards({ audience }: CorpusStage): Generator<CorpusToken> {
  for (const part of ['header', 'claims', 'signature'] as const)
    for (let tenth = 0; tenth < 10; tenth += 1)
      yield hostile('S07')(
        `a token with one letter of its ${part} changed, ${tenth} tenths in`,
        async (stage) => {
          const parts = (await written(stage)).split('.')
          const place = ['header', 'claims', 'signature'].indexOf(part)
          return parts.map((text, index) => (index === place ? withOther(text, tenth / 10) : text)).join('.')
        },
      )
  const other = { claims: { aud: audience, sub: 'canary-7f3a9c-other' } }
  for (const [first, second, third] of [
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
  ] as const)
    yield hostile('S07', ['bad_signature'])(
      `a token put together of two: ${first + 1}, ${second + 1}, ${third + 1}`,
      async (stage) => {
        const whole = await Promise.all([written(stage, { header: { extra: 1 } }), written(stage, other)])
        const part = (token: number, place: number) => whole[token]?.split('.')[place] ?? ''
        return `${part(first, 0)}.${part(second, 1)}.${part(third, 2)}`
      },
    )
  yield hostile('S07', ['malformed'])(
    'a token within a token, as nested tokens are written',
    async (stage) => {
      const inner = await written(stage)
      return written(stage, { header: { cty: 'JWT' }, payloadText: () => inner })
    },
  )
  yield hostile('S07', ['bad_signature'])("a stranger's token", { signer: 'stranger' })
}

function withOther(text: string, share: number): string {
  const at = Math.floor(share * (text.length - 1))
  const other = letters[(letters.indexOf(text.charAt(at)) + 21) % 64] ?? 'A'
  return text.slice(0, at) + other + text.slice(at + 1)
}

/** As OpenSSL writes an ECDSA signature; JWS does not. */
function der(bytes: Bytes): Bytes {
  const whole = (half: Bytes): Bytes =>
    (half[0] ?? 0) > 127 ? [2, half.length + 1, 0, ...half] : [2, half.length, ...half]
  const content = halves(bytes).flatMap(whole)
  return [48, content.length & 255, ...content]
}
