import { createHash } from 'node:crypto'
import type { Input } from './input-check.ts'

/** A part of a list, and the token of what follows it. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | undefined
}

export interface PageRequest {
  readonly input: Input
  readonly size: number
}

const tokenMembers: readonly string[] = ['NextToken', 'nextToken']
const sizeMembers: readonly string[] = ['MaxResults', 'maxResults']

/** Cuts a page; nothing when the token is none of ours, or belongs to another question. */
export function pageOf<Item>(
  all: readonly Item[],
  { input, size }: PageRequest,
): Page<Item> | 'invalid_token' {
  const token = tokenIn(input)
  const known = token === undefined ? { offset: 0, page: 0 } : read(token, questionOf(input))
  if (known === undefined) return 'invalid_token'
  const end = known.offset + size
  const next = end < all.length ? write(end, known.page + 1, questionOf(input)) : undefined
  return { items: all.slice(known.offset, end), next }
}

/** How many pages were answered before this one is asked for. */
export function pagesBefore(input: Input): number {
  const token = tokenIn(input)
  return token === undefined ? 0 : (read(token, questionOf(input))?.page ?? 0)
}

function tokenIn(input: Input): string | undefined {
  const token = tokenMembers.map((member) => input[member]).find((value) => value !== undefined)
  return typeof token === 'string' ? token : undefined
}

/** A digest of everything asked but the page. */
function questionOf(input: Input): string {
  const members = Object.entries(input)
    .filter(([name]) => !tokenMembers.includes(name) && !sizeMembers.includes(name))
    .sort(([left], [right]) => (left < right ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url').slice(0, 16)
}

const write = (offset: number, page: number, question: string) =>
  Buffer.from(`${offset}:${page}:${question}`).toString('base64url')

function read(token: string, question: string): { offset: number; page: number } | undefined {
  const [, offset, page, asked] =
    /^(\d{1,9}):(\d{1,9}):(.+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? []
  return asked === question ? { offset: Number(offset), page: Number(page) } : undefined
}
