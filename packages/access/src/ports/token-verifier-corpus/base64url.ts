const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The letters of base64url, in the order of their values (RFC 4648 section 5). */
export const letters: readonly string[] = Array.from(alphabet)

/** UTF-8 of a text, or bytes as they are: in base64url without padding. */
export function base64url(content: string | readonly number[]): string {
  const bytes = typeof content === 'string' ? utf8(content) : content
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.slice(at, at + 3)
    const sextets = [
      first >> 2,
      ((first & 3) << 4) | (second >> 4),
      ((second & 15) << 2) | (third >> 6),
      third & 63,
    ]
    text += sextets
      .slice(0, Math.min(4, bytes.length - at + 1))
      .map((value) => alphabet.charAt(value))
      .join('')
  }
  return text
}

export function utf8(text: string): readonly number[] {
  const escaped = encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|[^%]/g)
  return Array.from(escaped, ([letter, byte]) =>
    byte === undefined ? (letter.codePointAt(0) ?? 0) : Number.parseInt(byte, 16),
  )
}

/** The bytes of a canonical base64url text. */
export function bytesOf(text: string): readonly number[] {
  const bytes: number[] = []
  let [value, bits] = [0, 0]
  for (const letter of text) {
    value = ((value << 6) | alphabet.indexOf(letter)) & 0xff_ff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((value >> bits) & 255)
  }
  return bytes
}
