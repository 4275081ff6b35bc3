import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dynamodbByScope } from './dynamodb-by-scope.ts'
import { documentTable, scopeTable as table, type SmallRegion, smallRegion } from './small-region.ts'

let region: SmallRegion

beforeEach(async () => {
  region = await smallRegion()
})

afterEach(() => region.close())

const open = (more: object = {}) =>
  dynamodbByScope({ table, clientOptions: region.clientOptions, ...more }, { pause: async () => {} })
const put = (scope: string, permission: string, more: string = 'x') =>
  region.put(table, { scope: { S: scope }, permission: { S: permission }, resource: { S: more } })
const textOf = async (scope: string, more?: object) => {
  const found = await open(more).storeOf(scope).read()
  return found === 'unchanged' ? found : found.content
}

describe('a table keyed by scope', () => {
  it('tells the items of one scope, as a list, and reads no other', async () => {
    await put('email', 'one')
    await put('email', 'two')
    await put('email:all', 'three')
    expect(JSON.parse(await textOf('email'))).toEqual([
      { permission: 'one', resource: 'x', scope: 'email' },
      { permission: 'two', resource: 'x', scope: 'email' },
    ])
    expect(region.asked.map(({ operation }) => operation)).toEqual(['Query'])
    expect(JSON.parse(region.asked[0]?.body ?? '')).toMatchObject({ ConsistentRead: true })
  })

  it('has an empty list for a scope of which it says nothing, asked or not', async () => {
    expect(await textOf('nobody')).toBe('[]')
    expect(await textOf('x'.repeat(2049))).toBe('[]')
    expect(region.asked).toHaveLength(1)
  })

  it('answers unchanged until an item is added, changed or taken away', async () => {
    const store = open().storeOf('email')
    const versions = new Set<string>()
    const next = async (known?: string) => {
      const found = await store.read(known)
      if (found === 'unchanged') throw new Error('missed the change')
      versions.add(found.version)
      expect(await store.read(found.version)).toBe('unchanged')
      return found.version
    }
    const first = await next()
    await put('email', 'one')
    const second = await next(first)
    await put('email', 'one', 'y')
    const third = await next(second)
    await put('email', 'two')
    await next(third)
    expect(versions.size).toBe(4)
  })

  it('is paged through to the end', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await put('email', name, 'x'.repeat(300_000))
    expect(JSON.parse(await textOf('email'))).toHaveLength(5)
    expect(region.asked.length).toBeGreaterThan(1)
  })

  it('is unavailable when a scope has more than the maximum', async () => {
    await put('email', 'a', 'x'.repeat(500))
    await expect(textOf('email', { maximumBytes: 500 })).rejects.toThrow(
      `scope "email" of table ${table}: expected an answer, found more than 500 bytes`,
    )
  })

  it('is unavailable, and not empty, when there is no such table or another one', async () => {
    await expect(textOf('email', { table: 'elsewhere' })).rejects.toThrow(UpstreamUnavailable)
    await expect(textOf('email', { table: 'elsewhere' })).rejects.toThrow('found no such table')
    await expect(textOf('email', { table: documentTable })).rejects.toThrow('other keys')
  })

  it('refuses options that cannot work, all at once', () => {
    const options = { table: '', maximumBytes: 0, document: 'x' }
    expect(() => dynamodbByScope(options)).toThrow(ConfigurationInvalid)
    expect(() => dynamodbByScope(options)).toThrow(
      /^document: .*; table: .*; maximumBytes: expected a positive whole number, found 0$/,
    )
  })
})
