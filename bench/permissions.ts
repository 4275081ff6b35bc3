import { createHash } from 'node:crypto'
import { authorize, type Gate, methodArn, type PermissionSource } from '@sallyport/access'
import { documentPermissions, permissionsFromText } from '@sallyport/access/documents'
import { scopedPermissions } from '@sallyport/access/scoped'
import { dynamodbByScope } from '@sallyport/document-dynamodb'
import { livingDocument } from '@sallyport/kernel'
import { smallTable, texts } from './small-table.ts'

const rounds = 31
const decisionsEach = 2000
const coldRounds = 41
const [few, many] = [10, 100_000]
const arn = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3'

/** So many entries, ten to a scope: the caller has the first scope, and matches ten whatever the rest. */
const entries = (count: number) =>
  Array.from({ length: count }, (_, number) => ({
    arn,
    stage: 'prod',
    httpVerb: 'GET',
    resource: `things/${number % 10}/parts`,
    scope: `scope:${Math.floor(number / 10)}`,
  }))

const clock = { now: Date.now }
const settings = { clock, freshForSeconds: 86_400, staleForSeconds: 0, notify: () => undefined }
const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const hour = 3600

const gateOver = (permissions: PermissionSource): Gate => ({
  permissions,
  clock,
  settings: { cacheSeconds: 300, expiry: 'condition' },
  verifier: {
    verify: async () => ({
      outcome: 'verified',
      explanation: { checks: [] },
      identity: {
        issuer: 'bench',
        subject: 'somebody',
        scopes: new Set(['scope:0']),
        claims: {},
        expiresAtSeconds: Math.floor(Date.now() / 1000) + hour,
      },
    }),
  },
})

const called = methodArn(`${arn}/prod/GET/things/1/parts`)

async function decided(gate: Gate): Promise<void> {
  if (called === undefined) throw new Error('no method ARN')
  const answer = await authorize('token', { kind: 'token', methodArn: called }, gate)
  if (answer.outcome !== 'decided' || answer.granted !== 'some') throw new Error('not granted')
}

async function microseconds(gate: Gate, decisions: number): Promise<number> {
  const before = process.hrtime.bigint()
  for (let decision = 0; decision < decisions; decision++) await decided(gate)
  return Number(process.hrtime.bigint() - before) / 1000 / decisions
}

const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

/** Two in turn, another one first in each round: the median of each, and of their ratios round by round. */
async function race(one: () => Promise<number>, other: () => Promise<number>, times: number) {
  const [first, second]: [number[], number[]] = [[], []]
  for (let round = -4; round < times; round++) {
    const measured =
      round % 2 === 0 ? [await one(), await other()] : [await other(), await one()].toReversed()
    if (round < 0) continue
    first.push(measured[0] ?? Number.NaN)
    second.push(measured[1] ?? Number.NaN)
  }
  const ratios = second.map((time, round) => time / (first[round] ?? Number.NaN))
  return { first: median(first), second: median(second), ratio: median(ratios) }
}

const tableOf = (count: number) =>
  smallTable(entries(count).map((entry, at) => texts({ ...entry, permission: String(at) })))
const tables = [await tableOf(few), await tableOf(many)] as const
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
const scoped = ({ endpoint }: (typeof tables)[number]) => {
  const clientOptions = { endpoint, region: 'eu-west-1', credentials }
  const stores = dynamodbByScope({ table: 'permissions', clientOptions })
  return { gate: () => gateOver(scopedPermissions({ ...settings, digest, storeOf: stores.storeOf })) }
}
const whole = (count: number) => {
  const content = JSON.stringify(entries(count))
  const store = { read: async () => ({ content, version: 'one' }) }
  const document = livingDocument({ ...settings, store, parse: permissionsFromText })
  return gateOver(documentPermissions(document))
}

const row = (name: string, unit: string, { first, second, ratio }: Awaited<ReturnType<typeof race>>) =>
  process.stdout.write(
    `| ${[name, unit, first.toPrecision(3), second.toPrecision(3), ratio.toFixed(2)].join(' | ')} |\n`,
  )

process.stdout.write(
  `| a decision | | over ${few} entries | over ${many} | ratio |\n|---|---|---:|---:|---:|\n`,
)
const [small, large] = [scoped(tables[0]), scoped(tables[1])]
const [warmSmall, warmLarge] = [small.gate(), large.gate()]
row(
  'DynamoDB keyed by scope, warm',
  'µs',
  await race(
    () => microseconds(warmSmall, decisionsEach),
    () => microseconds(warmLarge, decisionsEach),
    rounds,
  ),
)
row(
  'DynamoDB keyed by scope, the first of a process that has the SDK',
  'µs',
  await race(
    () => microseconds(small.gate(), 1),
    () => microseconds(large.gate(), 1),
    coldRounds,
  ),
)
const [wholeFew, wholeMany] = [whole(few), whole(many)]
row(
  'one document, warm',
  'µs',
  await race(
    () => microseconds(wholeFew, decisionsEach),
    () => microseconds(wholeMany, decisionsEach),
    rounds,
  ),
)
row(
  'one document, the first, which reads it',
  'µs',
  await race(
    () => microseconds(whole(few), 1),
    () => microseconds(whole(many), 1),
    5,
  ),
)
await Promise.all(tables.map(({ close }) => close()))
process.exit()
