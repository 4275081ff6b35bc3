import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AwsSimulator, awsSimulator } from '@sallyport/aws-simulator'
import { type Lambda, startLambda } from '@sallyport/composition/lambda-process'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startIssuer } from './issuer.stage.ts'
import { startTables } from './table.stage.ts'

const arn = 'arn:aws:execute-api:us-east-1:219852565112:rz8w6b1ik2'
const article = { arn, resource: 'my-resource', stage: 'dev', httpVerb: 'GET', scope: 'email' }
const folder = mkdtempSync(join(tmpdir(), 'sallyport-'))
const running: Lambda[] = []
let issuer: Awaited<ReturnType<typeof startIssuer>>
let tables: Awaited<ReturnType<typeof startTables>>
let aws: AwsSimulator

beforeAll(async () => {
  issuer = await startIssuer()
  tables = await startTables()
  aws = await awsSimulator({ buckets: { 'acme-gates': { versioning: 'enabled' } } })
})
afterEach(() => {
  for (const lambda of running.splice(0)) lambda.close()
})
afterAll(async () => {
  await Promise.all([issuer.close(), tables.close(), aws.close()])
  rmSync(folder, { recursive: true })
})

type Entry = Readonly<Record<keyof typeof article, string>>

interface Home {
  readonly permissions: object
  readonly write: (entries: readonly Entry[]) => Promise<unknown>
}

const texts = (entry: object) =>
  Object.fromEntries(Object.entries(entry).map(([name, text]) => [name, { S: String(text) }]))

const homes: Readonly<Record<string, Home>> = {
  'a file': {
    permissions: { use: 'file', path: join(folder, 'permissions.json') },
    write: async (entries) => writeFileSync(join(folder, 'permissions.json'), JSON.stringify(entries)),
  },
  'an object in S3': {
    permissions: { use: 's3', bucket: 'acme-gates', key: 'permissions.json' },
    write: async (entries) => aws.buckets.put('acme-gates', 'permissions.json', JSON.stringify(entries)),
  },
  'an item in DynamoDB': {
    permissions: { use: 'dynamodb', table: 'sallyport-documents', document: 'permissions' },
    write: (entries) =>
      tables.put('sallyport-documents', {
        document: { S: 'permissions' },
        content: { L: entries.map((entry) => ({ M: texts(entry) })) },
      }),
  },
  'a table keyed by scope in DynamoDB': {
    permissions: { use: 'dynamodb', table: 'sallyport-permissions' },
    write: async ([entry]) => {
      const key = { scope: { S: 'email' }, permission: { S: 'GET /my-resource' } }
      if (entry === undefined) await tables.remove('sallyport-permissions', key)
      else await tables.put('sallyport-permissions', { ...texts(entry), ...key })
    },
  },
}

const environment = (setting: string) => ({
  SALLYPORT_CONFIG: setting,
  AWS_REGION: 'eu-west-1',
  AWS_ENDPOINT_URL_S3: aws.url,
  AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
})

const configuration = (permissions: object) =>
  JSON.stringify({
    verifiers: [
      { use: 'jwks', issuer: issuer.issuer, jwksUri: issuer.jwksUri, audience: 'https://api.example.com' },
    ],
    permissions,
  })

async function started(setting: string): Promise<Lambda> {
  const bundle = new URL('../dist/universal/index.mjs', import.meta.url)
  const lambda = await startLambda(bundle, environment(setting))
  running.push(lambda)
  return lambda
}

async function verdict(lambda: Lambda, scope: string): Promise<string> {
  const { answer, error } = await lambda.invoke({
    type: 'TOKEN',
    methodArn: `${arn}/dev/GET/my-resource`,
    authorizationToken: `Bearer ${await issuer.mint(scope)}`,
  })
  if (error !== undefined) return error
  return JSON.stringify(answer).includes(`"Effect":"Allow"`) ? 'allow' : 'deny'
}

describe.each(Object.entries(homes))("the article's mapping in %s", (_, { permissions, write }) => {
  it('works unchanged', async () => {
    await write([article])
    const lambda = await started(configuration({ ...permissions }))
    expect(await verdict(lambda, 'email')).toBe('allow')
    expect(await verdict(lambda, 'profile')).toBe('deny')
  })

  it('is edited without a restart, and a broken edit changes nothing and is told of once', async () => {
    await write([article])
    const lambda = await started(configuration({ ...permissions, freshForSeconds: 0 }))
    expect(await verdict(lambda, 'email')).toBe('allow')
    await write([{ ...article, arn: 'nowhere' }])
    for (let call = 0; call < 3; call++) expect(await verdict(lambda, 'email')).toBe('allow')
    await write([])
    expect(await verdict(lambda, 'email')).toBe('deny')
    await write([article])
    expect(await verdict(lambda, 'email')).toBe('allow')
    await vi.waitFor(() => expect(lambda.log().match(/the last good version serves/g)).toHaveLength(1))
    expect(lambda.log()).toContain('arn: expected the ARN of an API')
    expect(lambda.log().match(/"DocumentFaults":1/g)).toHaveLength(1)
  })
})

describe('a document that cannot be reached', () => {
  it.each([
    [
      { use: 's3', bucket: 'acme-gates', key: 'none.json' },
      's3://acme-gates/none.json: expected an answer, found no such object',
    ],
    [
      { use: 'dynamodb', table: 'elsewhere' },
      'scope "every scope" of table elsewhere: expected an answer, found no such table',
    ],
    [
      { use: 'dynamodb', table: 'sallyport-documents', document: 'none' },
      'item "none" of table sallyport-documents: expected an answer, found no such item',
    ],
  ])('fails closed, in words: %j', async (permissions, complaint) => {
    const lambda = await started(configuration(permissions))
    expect(await verdict(lambda, 'email')).toContain(complaint)
  })
})

describe('a configuration in S3', () => {
  it('is read from its address', async () => {
    const document = [article]
    aws.buckets.put('acme-gates', 'gate 1/config.json', configuration({ use: 'inline', document }))
    const lambda = await started('s3://acme-gates/gate 1/config.json')
    expect(await verdict(lambda, 'email')).toBe('allow')
  })

  it.each([
    ['s3://acme-gates/none.json', 's3://acme-gates/none.json: expected an answer, found no such object'],
    [
      's3://acme-gates',
      'SALLYPORT_CONFIG: expected JSON text, the path of a file, or s3://bucket/key, found "s3://acme-gates"',
    ],
  ])('stops the start when it is not there: %s', async (setting, complaint) => {
    await expect(started(setting)).rejects.toThrow(complaint)
  })
})
