import { letters } from './base64url.ts'
import type { CorpusToken } from './corpus-token.ts'
import { hostile, spoken, written } from './written.ts'

const strewn = [' ', '\n', '\r\n', '\t', '=', '!', '\u0000', '\u00a0', '\ufeff', '\u200b', '%', '+', '/', '"']
const parts = ['header', 'claims', 'signature'] as const

/** Texts that a forgiving decoder reads as one and the same token. Its own text is the only one. */
export function* spellingAttacks(): Generator<CorpusToken> {
  yield* strewnLetters()
  yield* unusedBits()
  yield* paddings()
}

/** Into header and claims before they are signed, so that nothing but the spelling is wrong. */
function* strewnLetters(): Generator<CorpusToken> {
  for (const part of parts)
    for (const extra of strewn)
      for (const eighth of [0, 1, 4, 7, 8]) {
        const into = (text: string) => {
          const at = Math.round((eighth / 8) * text.length)
          return text.slice(0, at) + extra + text.slice(at)
        }
        const name = `a token with ${spoken(extra)} strewn into its ${part}, ${eighth} eighths in`
        yield spelledOtherwise(name, part, into)
      }
}

/** The last letter of a part says less than six bits; other letters say the same. */
function* unusedBits(): Generator<CorpusToken> {
  for (const part of parts)
    for (let more = 1; more < 16; more += 1)
      yield spelledOtherwise(`a token whose ${part} ends on unused bits, ${more}`, part, (text) => {
        const spare = text.length % 4 === 2 ? 16 : 4
        const last = letters.indexOf(text.at(-1) ?? '')
        // Where a part leaves two bits over there are three other letters, and more of them wrap around.
        const others = Array.from({ length: spare - 1 }, (_, index) => last - (last % spare) + index + 1)
        return text.slice(0, -1) + letters[others[(more - 1) % others.length] ?? 0]
      })
}

function* paddings(): Generator<CorpusToken> {
  for (const part of parts) {
    for (const padding of ['=', '==', '===', '.', 'A', 'AA', 'AAA'])
      yield spelledOtherwise(`a token whose ${part} ends in ${padding}`, part, (text) => text + padding)
    yield spelledOtherwise(
      `a token with its ${part} in the standard alphabet`,
      part,
      (text) => `${text.replaceAll('-', '+').replaceAll('_', '/')}+/`,
    )
  }
  const whole = hostile('S20', ['malformed'])
  for (const around of [' ', '\n', '\r\n', '\t', '\u0000', '\ufeff', '"', ',', ';', '\u00a0', '=', '~']) {
    yield whole(`a token with ${spoken(around)} before it`, async (stage) => around + (await written(stage)))
    yield whole(`a token with ${spoken(around)} after it`, async (stage) => (await written(stage)) + around)
  }
}

/** Each part has bits to spare: a header and claims whose length leaves a remainder of one byte. */
const spare = (text: string) =>
  `${text.slice(0, -1)},"pad":"${'p'.repeat((3 + 1 - ((text.length + 9) % 3)) % 3)}"}`

function spelledOtherwise(
  name: string,
  part: (typeof parts)[number],
  into: (text: string) => string,
): CorpusToken {
  return hostile('S20', ['malformed', 'bad_signature'])(name, {
    headerText: spare,
    payloadText: spare,
    spelling: ([header, claims]) => [
      part === 'header' ? into(header) : header,
      part === 'claims' ? into(claims) : claims,
    ],
    ...(part === 'signature' ? { signature: into } : {}),
  })
}
