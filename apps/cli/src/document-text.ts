import type { Issue } from '@sallyport/kernel'
import { type Document, LineCounter, parseDocument, type YAMLParseError } from 'yaml'
import { jsonFault } from './json-fault.ts'
import { offsetPositions, type Place, type Positions, positionsIn, start } from './positions.ts'

/** An Issue and where in its file it is. */
export interface PlacedIssue extends Issue, Place {}

/** A document's text taken apart, as far as it could be. */
export type DocumentText =
  | {
      readonly outcome: 'read'
      readonly value: unknown
      /** Such as a member that stands there twice: the value is known, and not to be trusted. */
      readonly issues: readonly PlacedIssue[]
      readonly positions: Positions
    }
  | { readonly outcome: 'illegible'; readonly issues: readonly PlacedIssue[] }

export type Language = 'json' | 'yaml'

/** Aliases may stand for this many nodes in all; more is a bomb. */
const mostAliases = 100

/** Takes JSON or YAML apart. JSON is held to its own grammar first: the Lambda reads nothing else. */
export function documentText(written: string, language: Language): DocumentText {
  const text = written.replace(/^\uFEFF/, '')
  const fault = language === 'json' ? jsonFault(text) : undefined
  if (fault !== undefined) {
    const { offset, expected } = fault
    const found = offset >= text.length ? 'the end of the file' : 'something else'
    const place = offsetPositions(text).at(offset)
    return { outcome: 'illegible', issues: [issue({ expected: `JSON: ${expected}`, found }, place)] }
  }
  try {
    const taken = takenApart(text, language)
    return taken.outcome === 'read' && isTooDeep(taken.value) ? insane('one nested too deeply') : taken
  } catch (error) {
    // A parser that gave up: more levels than its stack has, or too many aliases.
    return insane(error instanceof RangeError ? 'one nested too deeply' : 'one whose aliases multiply')
  }
}

function insane(found: string): DocumentText {
  return { outcome: 'illegible', issues: [issue({ expected: 'a document of sane size', found }, start)] }
}

/** Deeper than any document is, and less deep than a stack. */
const mostLevels = 100

/** An alias can even stand for the list that it is in. */
function isTooDeep(value: unknown): boolean {
  const open: { readonly value: unknown; readonly level: number }[] = [{ value, level: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: found, level } = next
    if (level > mostLevels) return true
    if (typeof found !== 'object' || found === null) continue
    for (const each of Object.values(found)) open.push({ value: each, level: level + 1 })
  }
  return false
}

function takenApart(text: string, language: Language): DocumentText {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: language === 'yaml',
    prettyErrors: false,
    strict: true,
    logLevel: 'silent',
  })
  const positions = positionsIn(document, lines)
  const placed = (error: Document['errors'][number] | Document['warnings'][number]) =>
    issue(complaint(error, text), positions.at(error.pos[0]))
  const twice = document.errors.filter(({ code }) => code === 'DUPLICATE_KEY').map(placed)
  if (language === 'json') return { outcome: 'read', value: JSON.parse(text), issues: twice, positions }

  const illegible = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY').map(placed)
  if (illegible.length > 0) return { outcome: 'illegible', issues: [...illegible, ...twice] }
  const value: unknown = document.toJS({ maxAliasCount: mostAliases })
  const warnings = document.warnings.map((error) => ({ ...placed(error), severity: 'warning' as const }))
  return { outcome: 'read', value, issues: [...twice, ...warnings], positions }
}

function complaint({ code, message, pos }: Pick<YAMLParseError, 'code' | 'message' | 'pos'>, text: string) {
  if (code === 'DUPLICATE_KEY') {
    const name = /^[\w.-]+|^"[^"\n]*"/.exec(text.slice(pos[0], pos[1] + 200))?.[0]
    return {
      expected: 'each member once',
      found: name === undefined ? 'one a second time' : `${name} a second time`,
    }
  }
  const found = message.replace(/\s+/g, ' ')
  return { expected: 'YAML', found: `a fault: ${found.charAt(0).toLowerCase()}${found.slice(1)}` }
}

function issue({ expected, found }: Pick<Issue, 'expected' | 'found'>, place: Place): PlacedIssue {
  return { severity: 'fault', path: [], expected, found, ...place }
}
