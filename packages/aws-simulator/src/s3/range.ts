import { S3Refusal } from './refusal.ts'

/** Positions of the first and the last byte. */
export interface Span {
  readonly first: number
  readonly last: number
}

/**
 * The bytes that a `Range` header asks for: one range; a header that is none, or several ranges,
 * asks for everything.
 *
 * Source: RFC 9110, section 14; AWS, S3 API reference, GetObject: Range.
 *
 * @param size of the object, in bytes
 * @throws S3Refusal `InvalidRange`
 */
export function spanOf(range: string | undefined, size: number): Span | 'everything' {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (from === '' && to === '') return 'everything'
  if (from !== '' && to !== '' && Number(from) > Number(to)) return 'everything'
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (first <= last) return { first, last }
  throw new S3Refusal('InvalidRange', 'The requested range is not satisfiable', {
    status: 416,
    elements: { RangeRequested: range ?? '', ActualObjectSize: String(size) },
    headers: { 'Content-Range': `bytes */${size}` },
  })
}
