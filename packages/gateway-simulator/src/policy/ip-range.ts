import { isIPv4, isIPv6 } from 'node:net'

/** A block of addresses: those whose first `prefix` bits are those of `address`. */
export interface IpRange {
  readonly address: bigint
  readonly bits: 32 | 128
  readonly prefix: number
}

/** Reads `203.0.113.0/24`, `2001:db8::/32` or one address; `undefined` for anything else. */
export function ipRange(text: string): IpRange | undefined {
  const [host = '', length, ...rest] = text.split('/')
  const bits = isIPv4(host) ? 32 : isIPv6(host) && !host.includes('%') ? 128 : undefined
  if (bits === undefined || rest.length > 0) return undefined
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined
  const prefix = length === undefined ? bits : Number(length)
  if (prefix > bits) return undefined
  return { address: bits === 32 ? fromIPv4(host) : fromIPv6(host), bits, prefix }
}

/** Whether the address (a range of one) lies in the range; families never mix. */
export function inRange(range: IpRange, address: IpRange): boolean {
  if (range.bits !== address.bits || address.prefix < range.prefix) return false
  const ignored = BigInt(range.bits - range.prefix)
  return range.address >> ignored === address.address >> ignored
}

function fromIPv4(text: string): bigint {
  return text.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

function fromIPv6(text: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const plain = dotted === null ? text : `${dotted[1]}${hexPair(fromIPv4(dotted[2] ?? ''))}`
  const [head = '', tail] = plain.split('::')
  const left = groups(head)
  const right = groups(tail ?? '')
  const middle = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...middle, ...right].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}

function groups(text: string): readonly string[] {
  return text === '' ? [] : text.split(':')
}

function hexPair(address: bigint): string {
  return `${(address >> 16n).toString(16)}:${(address & 0xffffn).toString(16)}`
}
