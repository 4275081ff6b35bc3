import { AwsRefusal } from './refusal.ts'
import type { ListShape, Shape, StructureShape, TextShape } from './shape.ts'

/** The members of an operation's input, once its shape was found right. */
export type Input = Readonly<Record<string, unknown>>

/** A constraint that does not hold, and the exception the operation has for it, if it has one. */
interface Violation {
  readonly sentence: string
  readonly exception?: string | undefined
}

/** A JSON value and where it stands in the input. */
interface Found {
  readonly value: unknown
  readonly at: string
}

/**
 * Holds an input against the shape of its operation. Types are a matter of reading it
 * (`SerializationException`, at once); limits of its validity (all violations in one message).
 *
 * @throws AwsRefusal as AWS words it
 */
export function checkInput(shape: StructureShape, value: unknown): Input {
  const violations = [...inStructure(shape, { value, at: '' })]
  const special = violations.find(({ exception }) => exception !== undefined)
  if (special?.exception !== undefined) throw new AwsRefusal(special.exception, special.sentence)
  if (violations.length > 0) {
    const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`
    throw new AwsRefusal(
      'ValidationException',
      `${count}: ${violations.map(({ sentence }) => sentence).join('; ')}`,
    )
  }
  return membersOf({ value, at: '' })
}

function violationsIn(shape: Shape, found: Found): Iterable<Violation> {
  if (shape.kind === 'structure') return inStructure(shape, found)
  if (shape.kind === 'list') return inList(shape, found)
  const { value } = found
  if (shape.kind === 'text') {
    if (typeof value !== 'string') throw unreadable(found, 'a String')
    return broken(textFaults(shape, value), shape.invalid, found)
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) throw unreadable(found, 'an Integer')
  return broken(sizeFaults(shape, value, 'value'), shape.invalid, found)
}

function* inStructure(shape: StructureShape, found: Found): Generator<Violation> {
  const members = membersOf(found)
  for (const name of Object.keys(members).filter((member) => !Object.hasOwn(shape.members, member)))
    yield { sentence: `Unknown member at '${inside(found.at, name)}'` }
  for (const [name, inner] of Object.entries(shape.members)) {
    const value = members[name]
    const at = inside(found.at, name)
    if (value !== undefined && value !== null) yield* violationsIn(inner, { value, at })
    else if (shape.required.includes(name))
      yield* broken(['Member must not be null'], inner.missing, { value: null, at })
  }
}

function* inList(shape: ListShape, found: Found): Generator<Violation> {
  if (!Array.isArray(found.value)) throw unreadable(found, 'a List')
  const items: readonly unknown[] = found.value
  yield* broken(sizeFaults(shape, items.length, 'length'), shape.invalid, found)
  for (const [index, value] of items.entries())
    yield* violationsIn(shape.of, { value, at: `${found.at}.${index + 1}.member` })
}

function broken(
  faults: readonly string[],
  exception: string | undefined,
  { value, at }: Found,
): readonly Violation[] {
  const shown = typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
  return faults.map((fault) => ({
    sentence: `Value ${shown} at '${at}' failed to satisfy constraint: ${fault}`,
    exception,
  }))
}

function textFaults(shape: TextShape, value: string): readonly string[] {
  const { pattern, oneOf } = shape
  const unmatched = pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 's').test(value)
  const unknown = oneOf !== undefined && !oneOf.includes(value)
  return [
    ...sizeFaults(shape, value.length, 'length'),
    ...(unmatched ? [`Member must satisfy regular expression pattern: ${pattern}`] : []),
    ...(unknown ? [`Member must satisfy enum value set: [${oneOf.join(', ')}]`] : []),
  ]
}

function sizeFaults(
  { least, most }: { readonly least?: number; readonly most?: number },
  size: number,
  measure: 'length' | 'value',
): readonly string[] {
  const must = measure === 'length' ? 'Member must have length' : 'Member must have value'
  return [
    ...(least !== undefined && size < least ? [`${must} greater than or equal to ${least}`] : []),
    ...(most !== undefined && size > most ? [`${must} less than or equal to ${most}`] : []),
  ]
}

function membersOf(found: Found): Input {
  const { value } = found
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable(found, 'a Structure')
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))
}

const inside = (at: string, name: string) => (at === '' ? name : `${at}.${name}`)

function unreadable({ value }: Found, wanted: string): AwsRefusal {
  const kind = Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value
  return new AwsRefusal(
    'SerializationException',
    `${kind.toUpperCase()}_VALUE can not be converted to ${wanted}`,
  )
}
