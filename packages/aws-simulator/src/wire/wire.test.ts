import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AwsSimulator, awsSimulator } from '../aws-simulator.ts'
import { authorizationFor, rawCall, rawRequest } from '../raw-call.fixture.ts'

let aws: AwsSimulator

beforeAll(async () => {
  aws = await awsSimulator({ pipelines: [{ name: 'web', sources: [] }] })
})

afterAll(() => aws.close())

const headers = {
  'x-amz-target': 'CodePipeline_20150709.GetPipeline',
  'content-type': 'application/x-amz-json-1.1',
  authorization: authorizationFor('codepipeline'),
}

const start = (input: unknown) => rawCall(aws.url, 'codepipeline.StartPipelineExecution', input)

describe('the protocol', () => {
  it('takes the operation from a header and answers JSON 1.1 [wire-target]', async () => {
    const { status, headers: answered, body } = await rawRequest(aws.url, '{"name":"web"}', headers)
    expect(status).toBe(200)
    expect(answered.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(body).toMatchObject({ pipeline: { name: 'web' } })
  })

  it('gives every answer an id of its own [wire-request-id]', async () => {
    const ids = await Promise.all(
      ['web', 'none'].map(async (name) => {
        const answer = await rawCall(aws.url, 'codepipeline.GetPipeline', { name })
        return answer.headers.get('x-amzn-requestid')
      }),
    )
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(ids[1]).not.toBe(ids[0])
  })

  it('answers an error with its type and a message [wire-error-body]', async () => {
    expect(await rawCall(aws.url, 'codepipeline.GetPipeline', { name: 'none' })).toMatchObject({
      status: 400,
      body: {
        __type: 'PipelineNotFoundException',
        message: "Account does not have a pipeline with name 'none'",
      },
    })
  })

  it.each([
    ['no target', { 'x-amz-target': '' }],
    ['another version', { 'x-amz-target': 'CodePipeline_20990101.GetPipeline' }],
    ['an unknown operation', { 'x-amz-target': 'CodePipeline_20150709.DeletePipeline' }],
    ['a property of every object', { 'x-amz-target': 'CodePipeline_20150709.toString' }],
    ['another content type', { 'content-type': 'application/json' }],
  ])('does not know %s [wire-unknown-operation]', async (_, changes) => {
    expect(await rawRequest(aws.url, '{}', { ...headers, ...changes })).toMatchObject({
      status: 400,
      body: { __type: 'UnknownOperationException' },
    })
  })

  it('knows POST / with a target, and leaves the rest to S3', async () => {
    const { 'x-amz-target': _, ...untargeted } = headers
    const others = await Promise.all([
      fetch(aws.url),
      fetch(aws.url, { method: 'POST', headers: untargeted, body: '{}' }),
      fetch(`${aws.url}/x`, { method: 'POST', headers, body: '{}' }),
    ])
    const kinds = others.map((answer) => answer.headers.get('content-type'))
    expect(kinds).toEqual(['application/xml', 'application/xml', 'application/xml'])
  })

  it('refuses a body over 1 MiB', async () => {
    const response = await fetch(aws.url, { method: 'POST', headers, body: ' '.repeat(1024 * 1024 + 1) })
    expect(response.status).toBe(413)
  })
})

describe('the signature', () => {
  it('has to be there [wire-signature-needed]', async () => {
    const { authorization: _, ...unsigned } = headers
    expect(await rawRequest(aws.url, '{}', unsigned)).toMatchObject({
      status: 400,
      body: { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
    })
  })

  it.each(['Bearer x', 'AWS4-HMAC-SHA256 Credential=a/20261125/eu-west-1/codepipeline/aws4_request'])(
    'has to be a whole one: %s',
    async (authorization) => {
      expect(await rawRequest(aws.url, '{}', { ...headers, authorization })).toMatchObject({
        body: { __type: 'IncompleteSignatureException' },
      })
    },
  )

  it('has to be for the service that is called [wire-signature-scope]', async () => {
    const authorization = authorizationFor('codecommit')
    expect(await rawRequest(aws.url, '{}', { ...headers, authorization })).toMatchObject({
      body: {
        __type: 'InvalidSignatureException',
        message: "Credential should be scoped to correct service: 'codepipeline'",
      },
    })
  })
})

describe('an input', () => {
  it.each([
    { input: '{', kind: 'no JSON' },
    { input: [], kind: 'a list' },
    { input: 'null', kind: 'null' },
    { input: { name: 7 }, kind: 'a number for a text' },
    { input: { name: 'web', variables: {} }, kind: 'a structure for a list' },
    { input: { name: 'web', variables: ['x'] }, kind: 'a text for a structure' },
    { input: { name: 'web', sourceRevisions: [null] }, kind: 'null for a structure' },
  ])('that is $kind cannot be read [wire-wrong-type]', async ({ input }) => {
    expect(await start(input)).toMatchObject({ status: 400, body: { __type: 'SerializationException' } })
  })

  it.each([1.5, '1', true])('of %j for a whole number cannot be read', async (maxResults) => {
    expect(await rawCall(aws.url, 'codepipeline.ListPipelines', { maxResults })).toMatchObject({
      body: { __type: 'SerializationException' },
    })
  })

  it('is told of all its violations at once [wire-constraints]', async () => {
    const input = {
      name: 'with space',
      clientRequestToken: '',
      sourceRevisions: [{ actionName: 'A', revisionType: 'TAG' }],
    }
    const { body } = await start(input)
    expect(body['__type']).toBe('ValidationException')
    expect(String(body['message']).split('; ')).toEqual([
      String.raw`5 validation errors detected: Value 'with space' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\-_]+`,
      "Value '' at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 1",
      "Value '' at 'clientRequestToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9-]+",
      "Value 'TAG' at 'sourceRevisions.1.member.revisionType' failed to satisfy constraint: Member must satisfy enum value set: [COMMIT_ID, IMAGE_DIGEST, S3_OBJECT_VERSION_ID, S3_OBJECT_KEY]",
      "Value null at 'sourceRevisions.1.member.revisionValue' failed to satisfy constraint: Member must not be null",
    ])
  })

  it.each([
    [{ name: 'x'.repeat(101) }, "'name'"],
    [{ name: 'web', clientRequestToken: 'x'.repeat(129) }, "'clientRequestToken'"],
    [{ name: 'web', clientRequestToken: 'a_b' }, "'clientRequestToken'"],
    [{ name: 'web', variables: [] }, "'variables'"],
    [{ name: 'web', variables: [{ name: 'A', value: '' }] }, "'variables.1.member.value'"],
    [{ name: 'web\n' }, "'name'"],
  ])('beyond a limit is invalid', async (input, place) => {
    const { body } = await start(input)
    expect(body['__type']).toBe('ValidationException')
    expect(body['message']).toContain(`at ${place} failed to satisfy constraint`)
  })

  it.each([
    [{ name: 'web', clientToken: 'x' }, 'clientToken'],
    [
      {
        name: 'web',
        sourceRevisions: [{ actionName: 'A', revisionType: 'COMMIT_ID', revisionValue: 'x', branch: 'm' }],
      },
      'sourceRevisions.1.member.branch',
    ],
  ])('with a member nobody knows is invalid [wire-unknown-member]', async (input, place) => {
    expect((await start(input)).body).toMatchObject({
      __type: 'ValidationException',
      message: `1 validation error detected: Unknown member at '${place}'`,
    })
  })

  it('may say null for what it leaves out [wire-null-member]', async () => {
    expect(await start({ name: 'web', clientRequestToken: null })).toMatchObject({ status: 200 })
    expect((await start({ name: null })).body).toMatchObject({ __type: 'ValidationException' })
  })
})
