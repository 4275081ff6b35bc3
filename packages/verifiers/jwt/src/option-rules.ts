import { type Issue, nearestWord } from '@sallyport/kernel'
import { isJsonObject } from './json-object.ts'

/** What a member of some options must be, in words and as a question. */
export interface Rule {
  readonly expected: string
  readonly fits: (value: unknown) => boolean
  readonly optional?: true
  /** Words to choose from. */
  readonly words?: readonly string[]
  /** Of a member that is a list: what each of its members must be. */
  readonly each?: Rule
}

export type Rules = Readonly<Record<string, Rule>>

export const isText = (value: unknown) => typeof value === 'string' && value !== ''
export const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText)

export function wholeNumber(least: number, most: number, unit: string): Rule {
  const fits = (value: unknown) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most
  return { expected: `a whole number of ${unit} from ${least} to ${most}`, fits, optional: true }
}

export function oneOf(words: readonly string[]): Rule {
  const fits = (value: unknown) => typeof value === 'string' && words.includes(value)
  return { expected: `one of ${words.map((word) => `"${word}"`).join(', ')}`, fits, words }
}

/** Every fault there is, members nobody knows among them; paths are relative to the options. */
export function faultsOf(options: unknown, rules: Rules): readonly Issue[] {
  if (!isJsonObject(options)) return [fault({ path: [], expected: 'an object', found: found(options) })]
  const known = Object.entries(rules).flatMap(([name, rule]) => memberFaults([name], rule, options[name]))
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(rules, name))
  return [...known, ...unknown.map((name) => unknownMember(name, rules))]
}

function memberFaults(path: Issue['path'], rule: Rule, value: unknown): readonly Issue[] {
  if (value === undefined && rule.optional) return []
  const { expected, words, each } = rule
  if (!rule.fits(value)) return [fault({ path, expected, found: found(value) }, near(value, words))]
  if (each === undefined || !Array.isArray(value)) return []
  return value.flatMap((member: unknown, position) => memberFaults([...path, position], each, member))
}

function unknownMember(name: string, rules: Rules): Issue {
  return fault({ path: [name], expected: 'no such option', found: 'it' }, near(name, Object.keys(rules)))
}

function near(value: unknown, words: readonly string[] = []): string | undefined {
  return typeof value === 'string' ? nearestWord(value, words) : undefined
}

export function fault(words: Pick<Issue, 'path' | 'expected' | 'found'>, didYouMean?: string): Issue {
  return { severity: 'fault', ...words, ...(didYouMean === undefined ? {} : { didYouMean }) }
}

function found(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === '') return 'an empty text'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  // Someone may have put a password into a URL.
  if (typeof value === 'string' && value.includes('@')) return 'a text with an @'
  return JSON.stringify(value) ?? `a ${typeof value}`
}
