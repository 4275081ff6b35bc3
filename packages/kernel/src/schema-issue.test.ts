import { describe, expect, it } from 'vitest'
import { sentence } from './issue.ts'
import { issueFrom, type SchemaIssue } from './schema-issue.ts'

const complaint = (changes: Partial<SchemaIssue>): SchemaIssue => ({
  kind: 'schema',
  expected: 'string',
  received: 'number',
  input: 7,
  path: [{ key: 'grants' }, { key: 0 }, { key: 'note' }],
  ...changes,
})

const wording = (changes: Partial<SchemaIssue>) => sentence(issueFrom(complaint(changes), ['note', 'scopes']))

describe("a schema's complaint", () => {
  it.each<[string, Partial<SchemaIssue>]>([
    ['grants[0].note: expected a string, found a number', {}],
    ['grants[0].note: expected a value, found nothing', { input: undefined, received: 'undefined' }],
    [
      'grants[0].note: expected a string or a list, found null',
      { expected: '(string | Array)', input: null },
    ],
    ['grants[0].note: expected an object, found a list', { expected: 'Object', input: [] }],
    ['grants[0].note: expected a list, found an object', { expected: 'Array', input: {} }],
    ['grants[0].note: expected a list, found true', { expected: 'Array', input: true }],
    ['grants[0].note: expected a list, found a string', { expected: 'Array', input: 'text' }],
    ['document: expected an object, found a number', { expected: 'Object', path: undefined }],
  ])('is worded %s', (words, changes) => {
    expect(wording(changes)).toBe(words)
  })

  it('offers the nearest known member for one that is unknown', () => {
    const issue = issueFrom(complaint({ expected: 'never', path: [{ key: 'scope' }] }), ['note', 'scopes'])
    expect(issue).toEqual({
      severity: 'fault',
      path: ['scope'],
      expected: 'a member that is known',
      found: 'an unknown one',
      didYouMean: 'scopes',
    })
  })

  it('never offers the very name that was written, though it is known elsewhere', () => {
    const issue = issueFrom(complaint({ expected: 'never', path: [{ key: 'scope' }] }), ['scope', 'scopes'])
    expect(issue.didYouMean).toBe('scopes')
  })

  it('offers the nearest of the words that were allowed', () => {
    expect(wording({ expected: '("allow" | "deny")', input: 'alow' })).toBe(
      'grants[0].note: expected allow, deny, found "alow"; did you mean "allow"?',
    )
  })

  it("repeats what the document's own checks found", () => {
    expect(wording({ kind: 'validation', expected: 'at least one', received: 'an empty list' })).toBe(
      'grants[0].note: expected at least one, found an empty list',
    )
  })

  it.each<[string, Partial<SchemaIssue>]>([
    ['a wrong place', { expected: 'Object' }],
    ['an unknown member', { expected: 'never' }],
    ['a list of words', { expected: '("env" | "file")' }],
    ['one fixed word', { expected: '"env"' }],
    ['a union', { expected: '(Object | "none")' }],
    ['no place at all', { expected: null }],
  ])('never repeats a secret that was written in %s', (_, changes) => {
    const text = JSON.stringify(issueFrom(complaint({ ...changes, input: 'hunter2-of-a-secret' }), ['note']))
    expect(text).not.toContain('hunter2')
  })
})
