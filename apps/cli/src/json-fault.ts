/** Where a text stops being JSON, and what could have stood there. */
export interface JsonFault {
  readonly offset: number
  readonly expected: string
}

const token =
  /[{}[\]:,]|"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const space = /[ \t\n\r]*/y

/** What may come next. */
type Wanted = 'value' | 'value_or_end' | 'name' | 'name_or_end' | 'colon' | 'comma_or_end' | 'nothing'

const words: Readonly<Record<Wanted, string>> = {
  value: 'a value',
  value_or_end: 'a value or ]',
  name: 'a name in double quotes',
  name_or_end: 'a name in double quotes or }',
  colon: ':',
  comma_or_end: 'a comma, or the end of the list or object',
  nothing: 'nothing more',
}

/**
 * Finds the first place where a text breaks the grammar of RFC 8259. `JSON.parse` does not always say
 * where, and where it does not it quotes the text instead.
 *
 * @returns nothing for JSON
 */
export function jsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = []
  let wanted: Wanted = 'value'
  let offset = 0
  for (;;) {
    offset = endOf(space, text, offset) ?? offset
    const fault = { offset, expected: words[wanted] }
    if (offset >= text.length) return wanted === 'nothing' ? undefined : fault
    const end = endOf(token, text, offset)
    if (end === undefined) return fault
    const next = after(wanted, text.slice(offset, end), open)
    if (next === undefined) return fault
    wanted = next
    offset = end
  }
}

function endOf(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : undefined
}

/** What is wanted once this was found, or nothing when it may not stand here. */
function after(wanted: Wanted, found: string, open: ('{' | '[')[]): Wanted | undefined {
  const isName = found.startsWith('"')
  if (found === ']' || found === '}') return closed(wanted, found, open)
  if (wanted === 'colon') return found === ':' ? 'value' : undefined
  if (wanted === 'name' || wanted === 'name_or_end') return isName ? 'colon' : undefined
  if (wanted === 'comma_or_end') return found === ',' ? (open.at(-1) === '{' ? 'name' : 'value') : undefined
  if (wanted === 'nothing' || found === ',' || found === ':') return undefined
  if (found === '{' || found === '[') {
    open.push(found)
    return found === '{' ? 'name_or_end' : 'value_or_end'
  }
  return afterValue(open)
}

function closed(wanted: Wanted, found: ']' | '}', open: ('{' | '[')[]): Wanted | undefined {
  const empty = found === ']' ? 'value_or_end' : 'name_or_end'
  if (open.at(-1) !== (found === ']' ? '[' : '{')) return undefined
  if (wanted !== empty && wanted !== 'comma_or_end') return undefined
  open.pop()
  return afterValue(open)
}

const afterValue = (open: readonly string[]): Wanted => (open.length === 0 ? 'nothing' : 'comma_or_end')
