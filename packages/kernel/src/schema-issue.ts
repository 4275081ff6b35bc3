import type { Issue } from './issue.ts'
import { nearestWord } from './nearest-word.ts'

/** What a schema library reports, as far as it is looked at; Valibot's issues have this shape. */
export interface SchemaIssue {
  readonly kind: 'schema' | 'validation' | 'transformation'
  readonly expected: string | null
  readonly received: string
  readonly input: unknown
  readonly path?: readonly { readonly key?: unknown }[] | undefined
}

/**
 * Words a schema's complaint as an Issue. A value is only repeated where the document's own checks
 * chose to: what was written in the wrong place may be a secret.
 *
 * @param members every member name the document knows, for "did you mean"
 */
export function issueFrom(complaint: SchemaIssue, members: readonly string[]): Issue {
  const { expected, received, input } = complaint
  const path = (complaint.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))
  const issue = { severity: 'fault' as const, path }
  if (complaint.kind !== 'schema')
    return { ...issue, expected: expected ?? 'something else', found: received }
  if (expected === 'never') return unknownMember(issue, members)
  if (input === undefined) return { ...issue, expected: 'a value', found: 'nothing' }

  const parts = (expected ?? '').replace(/[()]/g, '').split(' | ')
  const words = parts.filter((part) => part.startsWith('"')).map((part) => part.slice(1, -1))
  if (words.length > 0 && typeof input === 'string')
    return otherWord({ ...issue, expected: parts.map(unquoted).join(', ') }, input, words)
  return { ...issue, expected: inWords(expected ?? 'something else'), found: kindOf(input) }
}

function unknownMember(issue: Pick<Issue, 'severity' | 'path'>, members: readonly string[]): Issue {
  const name = String(issue.path.at(-1))
  // A name that is known elsewhere in the document is not what was meant here.
  const others = members.filter((member) => member !== name)
  return withNearest({ ...issue, expected: 'a member that is known', found: 'an unknown one' }, name, others)
}

/** A slip of the pen is repeated; a text that is like none of the words may be a secret. */
function otherWord(issue: Omit<Issue, 'found'>, written: string, words: readonly string[]): Issue {
  const found = withNearest({ ...issue, found: JSON.stringify(written) }, written, words)
  return found.didYouMean === undefined ? { ...issue, found: 'another text' } : found
}

function withNearest(issue: Issue, written: string, known: readonly string[]): Issue {
  const didYouMean = nearestWord(written, known)
  return didYouMean === undefined ? issue : { ...issue, didYouMean }
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
}

const unquoted = (part: string) => nouns[part] ?? part.replaceAll('"', '')

const inWords = (expected: string) =>
  expected
    .replace(/[()]/g, '')
    .split(' | ')
    .map((word) => nouns[word] ?? word)
    .join(' or ')

function kindOf(input: unknown): string {
  if (input === null) return 'null'
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'object') return 'an object'
  return typeof input === 'boolean' ? String(input) : `a ${typeof input}`
}
