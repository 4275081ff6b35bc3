/** A JSON object as it was parsed: nothing about its members is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Deeper than any token means to be; keeps what walks over claims from running out of stack. */
const deepestNesting = 64

// A byte order mark is a character like any other here, and JSON does not allow it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads UTF-8 bytes (RFC 8725 section 3.7) as one JSON object in which no member is named twice:
 * RFC 7515 section 4 lets readers differ on such a member, and attacks live on the difference.
 *
 * @returns nothing for anything else
 */
export function jsonObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const text = utf8.decode(bytes)
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) && isPlain(text) ? value : undefined
  } catch {
    return undefined
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
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
  for (const [name, value] of Object.entries(object)) if (name !== '__proto__') copy[name] = bare(value)
  return copy
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  return isJsonObject(value) ? withoutPrototypes(value) : value
}
