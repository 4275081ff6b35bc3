/**
 * The JSON that an answer holds.
 *
 * @throws TypeError or SyntaxError for one that broke off, or that is no JSON
 */
export async function bodyOf(data: unknown): Promise<unknown> {
  if (!(data instanceof ReadableStream)) throw new TypeError('body: expected a stream, found none')
  return JSON.parse(await new Response(data).text())
}

export type Members = Readonly<Record<string, unknown>>

export const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? (value as Members) : {}

/** A member of a member, and so on; nothing where there is none. */
export const memberAt = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce((at, name) => membersOf(at)[name], value)
