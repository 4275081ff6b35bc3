import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { documentStoreContract } from '@sallyport/kernel/contracts'
import type { Interference } from '@sallyport/simulation/stages'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dynamodb } from './dynamodb.ts'
import { documentTable as table, type SmallRegion, smallRegion } from './small-region.ts'

let region: SmallRegion

beforeEach(async () => {
  region = await smallRegion()
})

afterEach(() => region.close())

const pause = async () => {}
const open = (more: object = {}) =>
  dynamodb({ table, document: 'permissions', clientOptions: region.clientOptions, ...more }, { pause })
const key = { document: { S: 'permissions' } }
const write = (content: string) => region.put(table, { ...key, content: { S: content } })
const remove = () => region.remove(table, key)

const refusal = (name: string, status = 400): Interference => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'secret' }),
})

const failureOf = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => undefined,
    (failure: unknown) => failure,
  )

describe('an item as a document store', () => {
  for (const { promise, keep } of documentStoreContract)
    it(promise, () => keep({ store: open(), write, remove }))

  it('is read consistently, by its key', async () => {
    await write('one')
    await open().read()
    expect(JSON.parse(region.asked[0]?.body ?? '')).toEqual({
      TableName: table,
      Key: key,
      ConsistentRead: true,
    })
  })

  it('may have its content as a map, which has one spelling whatever the order of its members', async () => {
    const content = {
      M: {
        b: { L: [{ N: '1.5' }, { NULL: true }, { BOOL: false }] },
        a: { SS: ['y', 'x'] },
        c: { NS: ['2', '1'] },
      },
    }
    await region.put(table, { ...key, content })
    expect(await open().read()).toMatchObject({ content: '{"a":["x","y"],"b":[1.5,null,false],"c":[1,2]}' })
  })

  it('may have its content as a list, as the article has it', async () => {
    await region.put(table, { ...key, content: { L: [{ M: { scope: { S: 'email' } } }] } })
    expect(await open().read()).toMatchObject({ content: '[{"scope":"email"}]' })
  })
})

describe('an item with a version of its own', () => {
  const stamp = (content: string, version: string) =>
    region.put(table, { ...key, content: { S: content }, version: { N: version } })

  for (const { promise, keep } of documentStoreContract) {
    let edition = 0
    it(promise, () => keep({ store: open(), write: (content) => stamp(content, `${++edition}`), remove }))
  }

  it('is not sent again while that stays', async () => {
    await stamp('one', '7')
    const store = open()
    expect(await store.read()).toEqual({ content: 'one', version: 'version 7' })
    region.asked.length = 0
    expect(await store.read('version 7')).toBe('unchanged')
    expect(region.asked.map(({ body }) => JSON.parse(body))).toMatchObject([
      { ProjectionExpression: '#version', ConsistentRead: true },
    ])
  })
})

describe('an item that cannot be used', () => {
  it.each([
    ['is missing', undefined, 'no such item'],
    ['has no content', { version: { N: '1' } }, 'no attribute content'],
    [
      'has a number for its content',
      { content: { N: '1' } },
      'an attribute content that is neither text nor a map or list',
    ],
    [
      'has bytes in its content',
      { content: { L: [{ B: new Uint8Array([1]) }] } },
      'bytes, which JSON cannot say',
    ],
    [
      'has a number too long',
      { content: { L: [{ N: '9007199254740993' }] } },
      'a number with more digits than JSON readers keep',
    ],
  ])('is unavailable when it %s, and says so', async (_, attributes, found) => {
    if (attributes !== undefined) await region.put(table, { ...key, ...attributes })
    const failure = await failureOf(open().read())
    expect(failure).toBeInstanceOf(UpstreamUnavailable)
    expect(failure).toMatchObject({
      message: `item "permissions" of table ${table}: expected an answer, found ${found}`,
    })
  })
})

describe('a table that does not answer', () => {
  it.each([
    ['ProvisionedThroughputExceededException', 3, 'too many requests'],
    ['ThrottlingException', 3, 'too many requests'],
    ['InternalServerError', 3, 'InternalServerError'],
    ['AccessDeniedException', 1, 'no permission to read it'],
    ['ResourceNotFoundException', 1, 'no such table'],
    ['ValidationException', 1, 'a table with other keys than are read'],
  ])('is unavailable after %s, in %i attempts', async (name, attempts, found) => {
    region.interfere(() => refusal(name, name === 'InternalServerError' ? 500 : 400))
    const failure = await failureOf(open().read())
    expect(failure).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining(found) })
    expect(String(failure)).not.toContain('secret')
    expect(region.asked).toHaveLength(attempts)
  })

  it('is asked again when a connection breaks', async () => {
    await write('one')
    let left = 2
    region.interfere(() => (left-- > 0 ? 'cut_off' : 'none'))
    expect(await open().read()).toMatchObject({ content: 'one' })
  })

  it('is not waited for longer than it was given', async () => {
    region.interfere(() => 'keep_waiting')
    expect(await failureOf(open({ attempts: 2, timeoutMilliseconds: 30 }).read())).toMatchObject({
      message: expect.stringContaining('found none within 30 ms'),
    })
    expect(region.asked).toHaveLength(2)
  })
})

describe('the options of an item', () => {
  it('are refused all at once', () => {
    const options = { table: 'a', document: '', attempts: 0, timeoutMilliseconds: 1.5, documnet: 'x' }
    expect(() => dynamodb(options)).toThrow(ConfigurationInvalid)
    expect(() => dynamodb(options)).toThrow(
      [
        'documnet: expected a member that is known, found an unknown one; did you mean "document"?',
        'table: expected the name or ARN of a DynamoDB table, found "a"',
        'document: expected the key of an item, in at most 2,048 bytes, found ""',
        'attempts: expected a positive whole number, found 0',
        'timeoutMilliseconds: expected a positive whole number, found 1.5',
      ].join('; '),
    )
  })
})
