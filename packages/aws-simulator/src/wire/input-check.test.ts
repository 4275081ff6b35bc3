import { assert, constantFrom, dictionary, jsonValue, oneof, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkInput, type Input } from './input-check.ts'
import { AwsRefusal } from './refusal.ts'
import { list, structure, text, whole } from './shape.ts'

const shape = structure(
  { name: text({ least: 1, most: 3, pattern: '[a-z]+' }), count: whole({ least: 1 }), tags: list(text()) },
  ['name'],
)

/** Rethrows whatever AWS would not say. */
function outcomeOf(value: unknown): Input | AwsRefusal {
  try {
    return checkInput(shape, value)
  } catch (error) {
    if (error instanceof AwsRefusal) return error
    throw error
  }
}

const names = constantFrom('name', 'count', 'tags', 'other')

describe('the check of an input', () => {
  it('either refuses as AWS does, or gives the members back as they were', () => {
    assert(
      property(oneof(jsonValue(), dictionary(names, jsonValue())), (value) => {
        const input = outcomeOf(value)
        if (input instanceof AwsRefusal) return true
        const known = Object.keys(input).every((name) => ['name', 'count', 'tags'].includes(name))
        return known && /^[a-z]{1,3}$/.test(String(input['name']))
      }),
      { numRuns: 500 },
    )
  })

  it('lets what is right pass', () => {
    const input = { name: 'abc', count: 1, tags: [] }
    expect(checkInput(shape, input)).toEqual(input)
  })
})
