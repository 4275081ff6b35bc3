import { UpstreamUnavailable } from '@sallyport/kernel'
import type { AttributeValue, Item } from './dynamodb-client.ts'

/**
 * An attribute as JSON has it; sets become lists, in order.
 *
 * @param what it belongs to, as messages call it
 * @throws UpstreamUnavailable for what JSON cannot say: bytes, and numbers beyond a double's digits
 */
export function plainValue(value: AttributeValue, what: string): unknown {
  if (value.S !== undefined) return value.S
  if (value.N !== undefined) return numberOf(value.N, what)
  if (value.BOOL !== undefined) return value.BOOL
  if (value.NULL !== undefined) return null
  if (value.L !== undefined) return value.L.map((each) => plainValue(each, what))
  if (value.M !== undefined) return plainMembers(value.M, what)
  if (value.SS !== undefined) return value.SS.toSorted()
  if (value.NS !== undefined)
    return value.NS.map((each) => numberOf(each, what)).toSorted((one, other) => one - other)
  throw new UpstreamUnavailable(what, { found: 'bytes, which JSON cannot say' })
}

export function plainMembers(item: Item, what: string): Readonly<Record<string, unknown>> {
  // Not by assignment: an attribute may be called `__proto__`.
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value, what)]))
}

function numberOf(text: string, what: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    throw new UpstreamUnavailable(what, { found: 'a number with more digits than JSON readers keep' })
  return value
}

/** The same value with its members by name, so that it has one spelling. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(members.map(([name, each]) => [name, inOrder(each)]))
}
