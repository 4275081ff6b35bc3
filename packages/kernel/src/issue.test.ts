import { describe, expect, it } from 'vitest'
import { type Issue, sentence, spelled } from './issue.ts'

const fault: Issue = {
  severity: 'fault',
  path: ['grants', 0, 'allow', 1],
  expected: 'a verb',
  found: 'nothing',
}

describe('an issue', () => {
  it('reads as a sentence: where, what was expected, what was found', () => {
    expect(sentence(fault)).toBe('grants[0].allow[1]: expected a verb, found nothing')
  })

  it('ends with the nearest known word when there is one', () => {
    expect(sentence({ ...fault, didYouMean: 'GET' })).toBe(
      'grants[0].allow[1]: expected a verb, found nothing; did you mean "GET"?',
    )
  })
})

describe('a path', () => {
  it.each<[string, Issue['path']]>([
    ['document', []],
    ['scopes', ['scopes']],
    ['scopes["pets:read"][0]', ['scopes', 'pets:read', 0]],
    ['[3].httpVerb', [3, 'httpVerb']],
    ['[""]', ['']],
    ['when["a.b"]', ['when', 'a.b']],
    ['policy.cache-seconds', ['policy', 'cache-seconds']],
    ['["two\\nlines"]', ['two\nlines']],
    ['["1st"]', ['1st']],
  ])('is spelled %s', (text, path) => {
    expect(spelled(path)).toBe(text)
  })
})
