import { letters } from './base64url.ts'

const strewn = [' ', '\n', '\r', '\t', '=', '!', '.', '\u0000', '\u00a0', '\ufeff', '%', '+', '/', '~', '"']

/**
 * Every other text that some decoder reads as this very token: something strewn in at every place,
 * every other last letter of every part, paddings and alphabets. Several thousand.
 */
export function* otherSpellings(token: string): Generator<string> {
  for (let at = 0; at <= token.length; at += 1)
    for (const extra of strewn) yield token.slice(0, at) + extra + token.slice(at)
  for (const end of endsOfParts(token))
    for (const letter of letters.filter((other) => other !== token[end]))
      yield token.slice(0, end) + letter + token.slice(end + 1)
  for (const padding of ['==', '===', '====', '%3D', '%3D%3D']) {
    yield token + padding
    yield token.replaceAll('.', `${padding}.`)
  }
  const standard = token.replaceAll('-', '+').replaceAll('_', '/')
  if (standard !== token) yield standard
  yield* [`Bearer ${token}`, `bearer ${token}`, `${token}\r\n`, `"${token}"`, token.replaceAll('.', '%2E')]
}

const endsOfParts = (token: string) =>
  [token.indexOf('.') - 1, token.lastIndexOf('.') - 1, token.length - 1].filter((end) => end >= 0)
