import { isUtf8 } from 'node:buffer'

/** A JSON object as it was parsed: nothing about its members is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Deeper than any token means to be; keeps what walks over claims from running out of stack. */
const deepestNesting = 64

/**
 * Reads UTF-8 bytes (RFC 8725 section 3.7) as one JSON object in which no member is named twice:
 * RFC 7515 section 4 lets readers differ on such a member, and attacks live on the difference.
 *
 * @returns nothing for anything else
 */
export function jsonObject(bytes: Buffer): JsonObject | undefined {
  try {
    if (!isUtf8(bytes)) return undefined
    // Unlike a TextDecoder this leaves a byte order mark in, and JSON does not allow it.
    const text = bytes.toString('utf8')
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) && (isAsWritten(value, text) || isPlain(text)) ? value : undefined
  } catch {
    return undefined
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Whether a serialiser would write this text again, as is the case with almost every token: then no
 * member was named twice, for the value holds only one of the two. Much cheaper than reading the text.
 */
function isAsWritten(value: JsonObject, text: string): boolean {
  return JSON.stringify(value) === text && nestsWithin(value, deepestNesting)
}

function nestsWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) return false
  // What was parsed has no members but its own.
  const members = value as JsonObject
  for (const name in members) if (!nestsWithin(members[name], levels - 1)) return false
  return true
}

/** Whether valid JSON text names every member once and nests within reason. */
function isPlain(text: string): boolean {
  const open: (Set<string> | undefined)[] = []
  let previous = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    if (token === '{' || token === '[') {
      if (open.push(token === '{' ? new Set() : undefined) > deepestNesting) return false
    } else if (token === '}' || token === ']') {
      open.pop()
    } else if (token !== ',' && (previous === '{' || previous === ',')) {
      // In a list every text follows a bracket or a comma too, so only objects have names to keep.
      const names = open.at(-1)
      const name = token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1)
      if (names?.has(name)) return false
      names?.add(name)
    }
    previous = token
  }
  return true
}

/**
 * The same values in objects without a prototype, so that a claim named `constructor` or `toString`
 * is a claim and nothing else. A member named `__proto__` is left behind: the first careless copy
 * would turn it into one.
 */
export function withoutPrototypes(object: JsonObject): JsonObject {
  const copy: Record<string, unknown> = Object.create(null)
  for (const name of Object.keys(object)) {
    const value = object[name]
    if (name !== '__proto__') copy[name] = typeof value === 'object' ? bare(value) : value
  }
  return copy
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  return isJsonObject(value) ? withoutPrototypes(value) : value
}
