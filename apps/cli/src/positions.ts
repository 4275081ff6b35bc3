import type { Issue } from '@sallyport/kernel'
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
} from 'yaml'

/** Both count from 1; a column is one UTF-16 unit. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Finds where in a text the things stand that Issues speak of. */
export interface Positions {
  readonly of: (issue: Pick<Issue, 'path' | 'expected'>) => Place
  readonly at: (offset: number) => Place
}

export const start: Place = { line: 1, column: 1 }

/** @param lines those that the document was parsed with */
export function positionsIn(document: Document, lines: LineCounter): Positions {
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return line === 0 ? start : { line, column: col }
  }
  return { at, of: (issue) => at(offsetOf(document, issue, at)) }
}

/** Of a whole text that nobody could take apart. */
export function offsetPositions(text: string): Positions {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lines.addNewLine(end + 1)
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  return { at, of: () => start }
}

function offsetOf(
  document: Document,
  { path, expected }: Pick<Issue, 'path' | 'expected'>,
  at: (offset: number) => Place,
): number {
  let node: unknown = document.contents
  let offset = rangeStart(node) ?? 0
  for (const step of path) {
    const found = below(resolved(node, document), step)
    if (found === undefined) return offset
    const { key, value } = found
    node = value
    offset = betterOf(rangeStart(key), value, { expected, at }) ?? offset
  }
  return offset
}

/**
 * A wrong value is pointed at itself; a name that is not known, and a value that starts on a line
 * below its name, at the name.
 */
function betterOf(
  name: number | undefined,
  value: unknown,
  { expected, at }: { readonly expected: string; readonly at: (offset: number) => Place },
): number | undefined {
  const own = rangeStart(value)
  if (name === undefined || own === undefined) return name ?? own
  const isAboutName = /\b(?:member|option)\b/.test(expected) || isCollection(value)
  return isAboutName || at(name).line !== at(own).line ? name : own
}

function below(node: unknown, step: string | number): { key?: unknown; value: unknown } | undefined {
  if (isSeq(node)) return typeof step === 'number' ? itemOf(node.items[step]) : undefined
  if (!isMap(node)) return undefined
  return node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
}

const itemOf = (value: unknown) => (value === undefined ? undefined : { value })

const resolved = (node: unknown, document: Document): unknown =>
  isAlias(node) ? node.resolve(document) : node

const rangeStart = (node: unknown): number | undefined =>
  isNode(node) ? (node as Node).range?.[0] : undefined
