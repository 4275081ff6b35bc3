/** The full name of an object: SHA-1 or SHA-256, in lower-case hex. */
export const isObjectName = (text: unknown): text is string =>
  typeof text === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)

/** What GitHub says for a ref that was not there, or is not any more. */
export const isZero = (name: string) => /^0+$/.test(name)
