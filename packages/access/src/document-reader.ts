import { type Issue, nearestWord } from '@sallyport/kernel'
import type { PatternFault } from './route-pattern.ts'

/** Where in a document a value stands, and the list of all that is wrong with that document. */
export interface Place {
  readonly path: Issue['path']
  readonly issues: Issue[]
}

/** Reads one value of a document. Nothing, when it had to complain: such a document is not used. */
export type Reader<Out> = (value: unknown, place: Place) => Out | undefined

/** A text that a function turns into something better, or says what it expected. */
export function reading<Out extends object>(read: (text: string) => Out | PatternFault): Reader<Out> {
  return (value, place) => {
    if (typeof value !== 'string') return mistaken(value, place, 'a string')
    const out = read(value)
    return 'expected' in out ? complaint(place, out) : out
  }
}

export const text: Reader<string> = (value, place) =>
  typeof value === 'string' ? value : mistaken(value, place, 'a string')

/** A text as it is, if it is right. */
export function judging(expected: string, isRight: (text: string) => boolean): Reader<string> {
  return (value, place) => {
    if (typeof value !== 'string' || isRight(value)) return text(value, place)
    return complaint(place, { expected, found: JSON.stringify(value) })
  }
}

/** One of some words. A slip of the pen is repeated; a text that is like none of them may be a secret. */
export function wordOf<Word extends string>(words: readonly Word[]): Reader<Word> {
  const expected = words.join(', ')
  return (value, place) => {
    if (typeof value !== 'string') return mistaken(value, place, words.join(' or '))
    const word = words.find((each) => each === value)
    if (word !== undefined) return word
    const didYouMean = nearestWord(value, words)
    if (didYouMean === undefined) return complaint(place, { expected, found: 'another text' })
    return complaint(place, { expected, found: JSON.stringify(value), didYouMean })
  }
}

export function listOf<Out>(read: Reader<Out>): Reader<readonly Out[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return mistaken(value, place, 'a list')
    return value.flatMap((item: unknown, at) => {
      const out = read(item, inside(place, at))
      return out === undefined ? [] : [out]
    })
  }
}

export function filledListOf<Out>(read: Reader<Out>): Reader<readonly Out[]> {
  const list = listOf(read)
  return (value, place) =>
    Array.isArray(value) && value.length === 0
      ? complaint(place, { expected: 'at least one', found: 'an empty list' })
      : list(value, place)
}

/** An object whose members' names are the writer's choice, and read as well. */
export function record<Out>(name: Reader<string>, read: Reader<Out>): Reader<Readonly<Record<string, Out>>> {
  return (value, place) => {
    if (!isObject(value)) return mistaken(value, place, 'an object')
    const members = Object.entries(value).flatMap(([key, member]) => {
      const here = inside(place, key)
      const known = name(key, here)
      const out = read(member, here)
      return known === undefined || out === undefined ? [] : [[known, out] as const]
    })
    return Object.fromEntries(members)
  }
}

/** An object of these members and no others; every unknown one is named, and not the first only. */
export function closed<Out extends object>(
  readers: {
    readonly [Name in keyof Out]-?: Reader<Out[Name]>
  },
): Reader<Out> {
  const names = Object.keys(readers)
  return (value, place) => {
    if (!isObject(value)) return mistaken(value, place, 'an object')
    const known = place.issues.length
    const members = Object.entries<Reader<unknown>>(readers).flatMap(([name, read]) => {
      const out = read(Object.hasOwn(value, name) ? value[name] : undefined, inside(place, name))
      return out === undefined ? [] : [[name, out] as const]
    })
    for (const name of Object.keys(value)) if (!names.includes(name)) unknownMember(name, place, names)
    return place.issues.length > known ? undefined : (Object.fromEntries(members) as Out)
  }
}

export function optional<Out>(read: Reader<Out>): Reader<Out | undefined> {
  return (value, place) => (value === undefined ? undefined : read(value, place))
}

const inside = ({ path, issues }: Place, step: string | number): Place => ({ path: [...path, step], issues })

export function complaint({ path, issues }: Place, words: Omit<Issue, 'severity' | 'path'>): undefined {
  issues.push({ severity: 'fault', path, ...words })
}

/** Complains of another kind of value. It is not repeated: in the wrong place it may be a secret. */
export function mistaken(value: unknown, place: Place, expected: string): undefined {
  const words = { expected, found: kindOf(value) }
  return complaint(place, value === undefined ? { expected: 'a value', found: 'nothing' } : words)
}

function unknownMember(name: string, place: Place, known: readonly string[]): void {
  const words = { expected: 'a member that is known', found: 'an unknown one' }
  const didYouMean = nearestWord(name, known)
  complaint(inside(place, name), didYouMean === undefined ? words : { ...words, didYouMean })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'an object'
  return value === null || typeof value === 'boolean' ? String(value) : `a ${typeof value}`
}
