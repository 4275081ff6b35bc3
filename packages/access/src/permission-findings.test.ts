import { sentence } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { findings } from './permission-findings.ts'
import { permissions } from './permissions.ts'

const arn = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3'
const other = { arn: arn.replace('a1b2c3', 'other'), stage: 'prod' }

function found(document: object): readonly string[] {
  const read = permissions({ api: { arn, stage: 'prod' }, ...document })
  if (read.outcome === 'bad') throw new Error(read.issues.map(sentence).join('\n'))
  const all = findings(read.value.entries)
  expect(all.every(({ severity }) => severity === 'warning')).toBe(true)
  return all.map(sentence)
}

describe('findings', () => {
  it('are none for grants that are routes of the inventory', () => {
    const patterns = ['GET /pets', 'GET /pets/{id}', '* /admin/**']
    expect(found({ scopes: { a: patterns }, routes: [...patterns, 'GET /pets/{id}/secrets'] })).toEqual([])
  })

  it('are none for grants without a wildcard, inventory or not', () => {
    expect(found({ scopes: { a: ['GET /pets', '* /admin/**'] } })).toEqual([])
  })

  it('name a grant outside the inventory', () => {
    expect(found({ scopes: { a: ['GET /pest'] }, routes: ['GET /pets'] })).toEqual([
      'scopes.a[0]: expected a route of the inventory, found GET /pest, which matches none',
    ])
  })

  it('name a wildcard that crosses slashes where no inventory takes that back', () => {
    expect(found({ scopes: { a: ['GET /pets/{id}'] } })).toEqual([
      'scopes.a[0]: expected an inventory (routes), since * crosses slashes in IAM, found GET /pets/{id}, ' +
        'which also grants every deeper path of that shape',
    ])
  })

  it('do so for each API by itself, since the inventory of one says nothing of another', () => {
    const grants = [{ allow: ['GET /pets/{id}'], scopes: { any: ['a'] }, api: other }]
    expect(found({ grants, routes: ['GET /pets/{id}'] })).toEqual([
      expect.stringContaining('crosses slashes'),
    ])
  })

  it('name a grant that a denial covers', () => {
    expect(found({ scopes: { a: ['GET /internal/x', 'GET /pets'] }, deny: ['* /internal/**'] })).toEqual([
      'scopes.a[0]: expected a grant that is not denied, found GET /internal/x, under * /internal/**',
    ])
  })

  it('name a grant that covers a deep route in part', () => {
    expect(found({ scopes: { a: ['GET /files/{name}'] }, routes: ['GET /files/{path+}'] })).toEqual([
      'scopes.a[0]: expected to cover GET /files/{path+} whole or not at all, found GET /files/{name}, ' +
        'which covers it in part',
    ])
  })
})
