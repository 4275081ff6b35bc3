const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const encoded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/** Tokens that are near this one: each part altered by a bit, cut, lengthened, exchanged. */
export function alterations(token: string): readonly string[] {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  const withSignature = (other: Uint8Array) => `${header}.${payload}.${encoded(other)}`
  return [
    ...flipped(bytes).map(withSignature),
    ...shapes(bytes).map(withSignature),
    ...flipped(Buffer.from(payload, 'base64url')).map((other) => `${header}.${encoded(other)}.${signature}`),
    ...flipped(Buffer.from(header, 'base64url')).map((other) => `${encoded(other)}.${payload}.${signature}`),
    `${payload}.${header}.${signature}`,
    `${header}.${payload}.${payload}`,
    `${header}.${payload}`,
    ...respellings(token),
  ]
}

/** One bit in each of some bytes, the first and the last among them. */
function flipped(bytes: Uint8Array): readonly Uint8Array[] {
  const step = Math.max(1, Math.floor(bytes.length / 8))
  const places = [...Array.from({ length: 9 }, (_, at) => at * step), bytes.length - 1]
  return places
    .filter((place) => place < bytes.length)
    .map((place) => bytes.map((byte, at) => (at === place ? byte ^ (1 << (place % 8)) : byte)))
}

/** Signatures as Wycheproof tries them: edges of the range, other lengths, halves exchanged, DER. */
function shapes(bytes: Uint8Array): readonly Uint8Array[] {
  const { length } = bytes
  const half = length / 2
  const [r, s] = [bytes.subarray(0, half), bytes.subarray(half)]
  const integer = (value: Uint8Array) => Buffer.concat([Buffer.from([2, value.length + 1, 0]), value])
  return [
    new Uint8Array(length),
    new Uint8Array(length).fill(255),
    Uint8Array.from({ length }, (_, at) => (at === length - 1 ? 1 : 0)),
    bytes.subarray(1),
    bytes.subarray(0, length - 1),
    Buffer.concat([bytes, Buffer.alloc(1)]),
    Buffer.concat([Buffer.alloc(1), bytes]),
    Buffer.concat([bytes, bytes]),
    Buffer.concat([s, r]),
    Buffer.concat([r, new Uint8Array(half)]),
    Buffer.concat([new Uint8Array(half), s]),
    Buffer.concat([Buffer.from([48, 2 * half + 6]), integer(r), integer(s)]),
  ]
}

/** Other texts that a forgiving decoder takes for the same token. */
export function respellings(token: string): readonly string[] {
  const parts = token.split('.')
  const ends = parts.flatMap((part, place) => {
    const over = part.length % 4
    const unused = over === 2 ? 16 : over === 3 ? 4 : 1
    const last = alphabet.indexOf(part.slice(-1))
    return Array.from({ length: unused - 1 }, (_, bits) => alphabet[last + bits + 1] ?? '').map((letter) =>
      parts.with(place, part.slice(0, -1) + letter).join('.'),
    )
  })
  const blanks = ['\n', ' ', '\t', '\r\n', '=', '==', '%3D', '\0'].flatMap((blank) =>
    parts.flatMap((part, place) => [
      parts.with(place, blank + part).join('.'),
      parts.with(place, part + blank).join('.'),
      parts.with(place, `${part.slice(0, 8)}${blank}${part.slice(8)}`).join('.'),
    ]),
  )
  const plain = token.replaceAll('-', '+').replaceAll('_', '/')
  return [...ends, ...blanks, `${token}.`, `.${token}`, ...(plain === token ? [] : [plain])]
}
