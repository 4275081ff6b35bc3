import type { Ledger, LedgerEntry } from '@sallyport/delivery'
import { ledgerContract } from '@sallyport/delivery/contracts'
import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import type { Interference } from '@sallyport/simulation/stages'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dynamodb } from './dynamodb.ts'
import { type SmallRegion, smallRegion } from './small-region.ts'

const now = 1_764_064_800_000
const fifteenDays = 15 * 24 * 60 * 60 * 1000
const main = { kind: 'codecommit', repository: 'shop', ref: 'refs/heads/main' } as const
const entry = (edition = 1, pipeline = 'web'): LedgerEntry => ({ key: { ...main, pipeline }, edition })

let region: SmallRegion

beforeEach(async () => {
  region = await smallRegion()
})

afterEach(() => region.close())

const open = (attempts = 3): Ledger => {
  const { table, clientOptions } = region
  return dynamodb({ table, clientOptions, attempts, clock: { now: () => now } })
}

/** Interferes with the first so many requests of one operation. */
function interfere(operation: string, times: number, how: Interference): void {
  let left = times
  region.interfere((asked) => (asked.operation === operation && left-- > 0 ? how : 'none'))
}

const refusal = (name: string, status = 400, more: object = {}): Interference => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'secret', ...more }),
})

const failureOf = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => undefined,
    (failure: unknown) => failure,
  )

const bodies = (operation: string) =>
  region.asked.filter((one) => one.operation === operation).map(({ body }) => JSON.parse(body))

describe('a table as a ledger', () => {
  for (const { promise, keep } of ledgerContract)
    it(promise, { timeout: 60_000 }, () =>
      keep({
        ledger: open(),
        again: async () => open(),
        now: () => now,
        fault: async (kind) => {
          if (kind === 'answer_lost') interfere('PutItem', 3, 'lose_answer')
          else region.interfere(() => 'cut_off')
          return 'arranged'
        },
      }),
    )

  it('reads consistently, a hundred keys at a time', async () => {
    await open().read(
      main,
      Array.from({ length: 201 }, (_, number) => `p${number}`),
    )
    const requests = bodies('BatchGetItem').map(({ RequestItems }) => RequestItems[region.table])
    expect(requests.map(({ Keys }) => Keys.length)).toEqual([100, 100, 1])
    expect(requests.every(({ ConsistentRead }) => ConsistentRead === true)).toBe(true)
  })

  it('asks nothing when asked for no pipelines', async () => {
    expect(await open().read(main, [])).toEqual([])
    expect(region.asked).toEqual([])
  })

  it('asks again for keys that were left out', async () => {
    const ledger = open()
    await ledger.write(entry())
    const [{ RequestItems }] = await read(ledger).then(() => bodies('BatchGetItem'))
    const left = { Responses: { [region.table]: [] }, UnprocessedKeys: RequestItems }
    interfere('BatchGetItem', 2, { status: 200, body: JSON.stringify(left) })
    expect(await read(ledger)).toEqual([entry()])
    interfere('BatchGetItem', 9, { status: 200, body: JSON.stringify(left) })
    expect(await failureOf(read(ledger))).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: `table ${region.table}: expected an answer, found 1 keys left unread`,
    })
  })

  it('pages through a scan', async () => {
    const ledger = open()
    const note = 'x'.repeat(300_000)
    for (const pipeline of ['a', 'b', 'c', 'd', 'e'])
      await ledger.write({ ...entry(1, pipeline), baseline: note })
    expect(await all(ledger.origins())).toEqual([main])
    expect(bodies('Scan').length).toBeGreaterThan(1)
  })

  it('reads no further than its reader', async () => {
    const ledger = open()
    for (const pipeline of ['a', 'b', 'c', 'd', 'e'])
      await ledger.write({ ...entry(1, pipeline), baseline: 'x'.repeat(300_000) })
    for await (const origin of ledger.origins()) if (origin.ref === main.ref) break
    expect(bodies('Scan')).toHaveLength(1)
  })
})

async function all<Part>(parts: AsyncIterable<Part>): Promise<readonly Part[]> {
  const found: Part[] = []
  for await (const part of parts) found.push(part)
  return found
}

const read = (ledger: Ledger) => ledger.read(main, ['web'])

describe('a write whose answer was lost', () => {
  it('is written when the entry there is ours', async () => {
    interfere('PutItem', 2, 'lose_answer')
    expect(await open().write(entry())).toBe('written')
    expect(bodies('PutItem')).toHaveLength(3)
    expect(await read(open())).toEqual([entry()])
  })

  it('is written when the refusal shows our entry, without another read', async () => {
    let puts = 0
    region.interfere(({ operation, body }) => {
      if (operation !== 'PutItem') return 'none'
      puts += 1
      if (puts === 1) return 'lose_answer'
      return refusal('ConditionalCheckFailedException', 400, { Item: JSON.parse(body).Item })
    })
    expect(await open().write(entry())).toBe('written')
    expect(bodies('PutItem')[1]).toMatchObject({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })
    expect(bodies('BatchGetItem')).toEqual([])
  })

  it('is a conflict when somebody else wrote the very same entry', async () => {
    await open().write(entry())
    interfere('PutItem', 1, 'cut_off')
    expect(await open().write(entry())).toBe('conflict')
  })

  it('is tried again when DynamoDB fails, and then written once', async () => {
    interfere('PutItem', 2, { status: 500, body: '{"__type":"InternalServerError"}' })
    expect(await open().write(entry())).toBe('written')
    expect(await open().write(entry(2))).toBe('written')
  })
})

describe('a request that is throttled', () => {
  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'])(
    'is tried again after %s, and fails when the attempts are spent',
    async (name) => {
      interfere('PutItem', 2, refusal(name))
      expect(await open().write(entry())).toBe('written')
      interfere('BatchGetItem', 3, refusal(name))
      const failure = await failureOf(read(open()))
      expect(failure).toBeInstanceOf(UpstreamUnavailable)
      expect(failure).toMatchObject({ message: `table ${region.table}: expected an answer, found ${name}` })
      expect(bodies('BatchGetItem')).toHaveLength(3)
    },
  )

  it('is made once when one attempt is allowed', async () => {
    interfere('Scan', 1, refusal('ThrottlingException'))
    expect(await failureOf(all(open(1).origins()))).toBeInstanceOf(UpstreamUnavailable)
    expect(bodies('Scan')).toHaveLength(1)
  })
})

describe('a table that cannot be used', () => {
  it('is a fault of the configuration when it is missing', async () => {
    const ledger = dynamodb({ table: 'elsewhere', clientOptions: region.clientOptions })
    const message = 'table: expected a table that exists, found no table "elsewhere"'
    for (const act of [() => read(ledger), () => ledger.write(entry()), () => all(ledger.origins())])
      expect(await failureOf(act())).toMatchObject({ code: 'CONFIGURATION_INVALID', message })
    expect(region.asked).toHaveLength(3)
  })

  it('is one when the role may not use it, and the message keeps what AWS said', async () => {
    interfere('PutItem', 9, refusal('AccessDeniedException'))
    const failure = await failureOf(open().write(entry()))
    expect(failure).toBeInstanceOf(ConfigurationInvalid)
    expect(String(failure)).not.toContain('secret')
    expect(bodies('PutItem')).toHaveLength(1)
  })

  it('is one when it has other keys', async () => {
    interfere('BatchGetItem', 9, refusal('ValidationException'))
    expect(await failureOf(read(open()))).toMatchObject({
      message: `table: expected a table as table.json describes it, found ValidationException on "${region.table}"`,
    })
  })

  it.each(['ExpiredTokenException', 'UnrecognizedClientException'])(
    'is unavailable, at once, after %s',
    async (name) => {
      interfere('BatchGetItem', 9, refusal(name))
      expect(await failureOf(read(open()))).toBeInstanceOf(UpstreamUnavailable)
      expect(bodies('BatchGetItem')).toHaveLength(1)
    },
  )

  it('is unavailable when an item is no entry', async () => {
    const foreign = { origin: { S: 'x' }, pipeline: { S: 'y' } }
    interfere('BatchGetItem', 1, {
      status: 200,
      body: JSON.stringify({ Responses: { [region.table]: [foreign] } }),
    })
    expect(await failureOf(read(open()))).toBeInstanceOf(UpstreamUnavailable)
    interfere('Scan', 1, { status: 200, body: JSON.stringify({ Items: [foreign] }) })
    expect(await failureOf(all(open().origins()))).toBeInstanceOf(UpstreamUnavailable)
  })

  it('is unavailable when an answer cannot be read', async () => {
    interfere('BatchGetItem', 9, { status: 200, body: '<html>' })
    expect(await failureOf(read(open()))).toBeInstanceOf(UpstreamUnavailable)
  })
})

describe('an entry on the wire', () => {
  it.each([
    ['when it says', now + 2 * fifteenDays + 1, (now + 2 * fifteenDays) / 1000 + 1],
    ['in 15 days at the soonest', now, (now + fifteenDays) / 1000],
    ['in 15 days when it says long ago', 1, (now + fifteenDays) / 1000],
  ])('expires %s, in seconds', async (_, forgetAfter, seconds) => {
    await open().write({ ...entry(), forgetAfter })
    expect(bodies('PutItem')[0].Item.forgetAfter).toEqual({ N: String(seconds) })
    expect((await read(open()))[0]?.forgetAfter).toBe(forgetAfter)
  })

  it('has no expiry when it says none', async () => {
    await open().write(entry())
    expect(bodies('PutItem')[0].Item).not.toHaveProperty('forgetAfter')
  })

  it('fails before it is sent when no item holds it', async () => {
    await open().write({ ...entry(1, 'large'), baseline: 'x'.repeat(400_000) })
    expect(await failureOf(open().write({ ...entry(), baseline: 'x'.repeat(410_000) }))).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: expect.stringContaining('where an item holds 409600'),
    })
    expect(bodies('PutItem')).toHaveLength(1)
  })

  it('has keys of a size DynamoDB takes, however long the names', async () => {
    const long = { ...main, ref: `refs/heads/${'\u00e9'.repeat(2000)}` }
    const wide = { key: { ...long, pipeline: 'p'.repeat(2000) }, edition: 1 }
    expect(await open().write(wide)).toBe('written')
    expect(await open().read(long, [wide.key.pipeline])).toEqual([wide])
    expect(await all(open().origins())).toEqual([long])
  })
})

describe('the options of a table', () => {
  it.each(['', 'ab', 'a b', 'x'.repeat(256), undefined])('refuse the table %j', (table) => {
    expect(() => dynamodb({ table: table as string })).toThrow(ConfigurationInvalid)
  })

  it.each(['sallyport', 'arn:aws:dynamodb:eu-west-1:111122223333:table/sallyport'])('take %s', (table) => {
    expect(dynamodb({ table })).toHaveProperty('read')
  })

  it.each([0, 1.5, Number.NaN])('refuse %s attempts', (attempts) => {
    expect(() => dynamodb({ table: 'sallyport', attempts })).toThrow(
      `attempts: expected a positive whole number, found ${attempts}`,
    )
  })
})
