import * as v from 'valibot'

/** What a reader of texts says of one that it cannot read. */
export interface TextFault {
  readonly expected: string
  readonly found: string
}

/** Turns text into something better, or says what was expected of it. */
export const reading = <Out extends object>(read: (text: string) => Out | TextFault) =>
  v.pipe(
    v.string(),
    v.rawTransform<string, Out>(({ dataset, addIssue, NEVER }) => {
      const out = read(dataset.value)
      if (!('expected' in out)) return out
      addIssue({ message: out.found, expected: out.expected, received: out.found })
      return NEVER
    }),
  )

/** Text as it is, if it is right. */
export const judging = (expected: string, isRight: (text: string) => boolean) =>
  v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || isRight(dataset.value)) return
      const received = JSON.stringify(dataset.value)
      addIssue({ message: received, expected, received })
    }),
  )

/** Unlike Valibot's own `strictObject`, it names every unknown member and not the first only. */
export const closed = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.objectWithRest(entries, v.never())

export const listOf = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(
    v.array(item),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed && dataset.value.length === 0)
        addIssue({ message: 'empty', expected: 'at least one', received: 'an empty list' })
    }),
  )

/** One of something, or a list of it. */
export const oneOrMore = <Item extends v.GenericSchema>(item: Item) =>
  v.lazy((input) =>
    Array.isArray(input)
      ? listOf(item)
      : v.pipe(
          item,
          v.transform((one) => [one]),
        ),
  )

/** A fault of a whole object, for what its members say together. */
export const together = <Value extends object>(fault: (value: Value) => TextFault | undefined) =>
  v.rawCheck<Value>(({ dataset, addIssue }) => {
    const found = dataset.typed ? fault(dataset.value) : undefined
    if (found !== undefined)
      addIssue({ message: found.found, expected: found.expected, received: found.found })
  })
