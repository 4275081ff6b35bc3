import type { Answer, Asked } from './operation.ts'

export interface Page {
  readonly number: number
  readonly size: number
}

/** `page` and `per_page`, as GitHub reads them: 30 a page, and never more than 100. */
export function pageIn(query: URLSearchParams): Page {
  return { number: wholeIn(query.get('page'), 1), size: Math.min(100, wholeIn(query.get('per_page'), 30)) }
}

const wholeIn = (text: string | null, otherwise: number) =>
  text !== null && /^[1-9]\d*$/.test(text) ? Number(text) : otherwise

/** One page of a list, and the Link header that leads to the others. */
export function pageOf(items: readonly unknown[], asked: Asked): Answer {
  const { number, size } = pageIn(asked.query)
  const headers = linkOf(asked, { number, size }, items.length)
  return { body: items.slice((number - 1) * size, number * size), headers }
}

/** @param count how many items there are on all pages */
export function linkOf(asked: Asked, page: Page, count: number): Readonly<Record<string, string>> {
  const last = Math.max(1, Math.ceil(count / page.size))
  const links = [
    ...(page.number > 1 ? [link(asked, page.number - 1, 'prev')] : []),
    ...(page.number < last ? [link(asked, page.number + 1, 'next'), link(asked, last, 'last')] : []),
    ...(page.number > 1 ? [link(asked, 1, 'first')] : []),
  ]
  return links.length === 0 ? {} : { Link: links.join(', ') }
}

function link({ root, path, query }: Asked, number: number, relation: string): string {
  const other = new URLSearchParams(query)
  other.set('page', String(number))
  return `<${root}${path}?${other.toString()}>; rel="${relation}"`
}
