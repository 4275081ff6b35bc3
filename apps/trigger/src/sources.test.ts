import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type AwsSimulator, awsSimulator, type PipelineDefinition } from '@sallyport/aws-simulator'
import type { Decision } from '@sallyport/delivery'
import { type Trigger, trigger } from '@sallyport/entrance-eventbridge'
import { type GitHubSimulator, githubSimulator } from '@sallyport/github-simulator'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configurationFrom } from './configuration-document.ts'
import { gateFrom } from './configured-gate.ts'

const run = promisify(execFile)

const rules = {
  sources: {
    archive: { s3: { bucket: 'artefacts', key: 'app.zip' } },
    plain: { s3: { bucket: 'plain', key: 'app.zip' } },
    image: { ecr: 'web', tags: ['v*'] },
    pushes: { github: 'acme/shop', branches: ['main'] },
  },
  pipelines: {
    'from-archive': { from: ['archive'], paths: ['src/**'] },
    'from-plain': { from: ['plain'], paths: ['src/**'] },
    'from-image': { from: ['image'], when: 'layers' },
    'from-github': { from: ['pushes'], paths: ['src/**'] },
  },
}

const pipelines: readonly PipelineDefinition[] = [
  ['from-archive', 'S3', { S3Bucket: 'artefacts', S3ObjectKey: 'app.zip' }] as const,
  [
    'from-plain',
    'S3',
    { S3Bucket: 'plain', S3ObjectKey: 'any.zip', AllowOverrideForS3ObjectKey: 'true' },
  ] as const,
  ['from-image', 'ECR', { RepositoryName: 'web' }] as const,
  ['from-github', 'CodeStarSourceConnection', { FullRepositoryId: 'acme/shop', BranchName: 'main' }] as const,
].map(([name, provider, configuration]) => ({
  name,
  sources: [{ actionName: 'Source', provider, configuration }],
}))

let folder: string
let aws: AwsSimulator
let github: GitHubSimulator
let handler: Trigger
let events: unknown[]

beforeEach(async () => {
  events = []
  folder = await mkdtemp(join(tmpdir(), 'sallyport-sources-'))
  await git('init', '--quiet', '--initial-branch=main')
  await git('config', 'user.name', 'Shop')
  await git('config', 'user.email', 'shop@example.com')
  aws = await awsSimulator({
    pipelines,
    buckets: { artefacts: { versioning: 'enabled' }, plain: { versioning: 'off' } },
    images: { web: {} },
    onObjectCreated: (event) => void events.push(event),
    onImageAction: (event) => void events.push(event),
  })
  github = await githubSimulator({ repositories: { 'acme/shop': folder } })
  const clientOptions = {
    endpoint: aws.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  const configuration = configurationFrom(
    JSON.stringify({
      sources: [
        { use: 'artefact', clientOptions },
        { use: 'image', clientOptions },
        { use: 'github', token: { env: 'TOKEN' }, apiUrl: github.url },
      ],
      rules: { use: 'inline', document: rules },
      pipelines: { use: 'codepipeline', clientOptions },
      ledger: { use: 'memory' },
    }),
  )
  const gate = await gateFrom(configuration, {
    clock: { now: Date.now },
    notify: () => undefined,
    environment: { TOKEN: 'token' },
  })
  handler = trigger({ gate, report: () => undefined })
})

afterEach(async () => {
  await Promise.all([aws.close(), github.close()])
  await rm(folder, { recursive: true, force: true })
})

const git = async (...args: readonly string[]) => (await run('git', ['-C', folder, ...args])).stdout.trim()

async function commit(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  await git('add', '--all')
  await git('commit', '--quiet', '--allow-empty', '--message', 'x')
  return git('rev-parse', 'HEAD')
}

async function archived(): Promise<Buffer> {
  const words = ['-C', folder, 'archive', '--format=zip', 'HEAD']
  return (await run('git', words, { encoding: 'buffer', maxBuffer: 1e9 })).stdout
}

/** EventBridge is told after the upload was answered. */
async function upload(bucket: string, key: string, bytes: Buffer) {
  const stored = aws.buckets.put(bucket, key, bytes)
  await new Promise((resolve) => setImmediate(resolve))
  return stored
}

/** Each event twice, as EventBridge may: what the first time decided, and nothing started by the second. */
async function told(happened: readonly unknown[]): Promise<readonly string[]> {
  const decisions: Decision[] = []
  for (const event of happened) {
    decisions.push(...(await handler(event)).decisions)
    const before = aws.executions().length
    await handler(event)
    expect(aws.executions()).toHaveLength(before)
  }
  return decisions.map(({ pipeline, verdict, reason }) => `${pipeline} ${verdict} ${reason}`)
}

const revisions = (pipeline: string) =>
  aws
    .executions(pipeline)
    .map(({ sourceRevisions }) =>
      sourceRevisions.map(({ revisionType, revisionValue }) => `${revisionType} ${revisionValue}`),
    )

const newest = () => [events.at(-1)]

function push(before: string | undefined, after: string, forced = false) {
  const none = '0'.repeat(40)
  return [
    {
      version: '0',
      source: 'github.com',
      'detail-type': 'push',
      detail: {
        ref: 'refs/heads/main',
        before: before ?? none,
        after,
        created: before === undefined,
        deleted: false,
        forced,
        repository: { full_name: 'acme/shop' },
      },
    },
  ]
}

describe('an archive in a bucket with versions', () => {
  it('starts its pipeline once for what it waits for, pinned to the version, and for nothing else', async () => {
    await commit({ 'src/a': '1', 'docs/a': '1' })
    const first = await upload('artefacts', 'app.zip', await archived())
    expect(await told(newest())).toEqual(['from-archive start matched'])
    await commit({ 'docs/a': '2' })
    await upload('artefacts', 'app.zip', await archived())
    expect(await told(newest())).toEqual(['from-archive skip unmapped'])
    await commit({ 'src/b': '1' })
    const third = await upload('artefacts', 'app.zip', await archived())
    expect(await told(newest())).toEqual(['from-archive start matched'])
    expect(revisions('from-archive')).toEqual([
      [`S3_OBJECT_VERSION_ID ${first.versionId}`],
      [`S3_OBJECT_VERSION_ID ${third.versionId}`],
    ])
  })

  it('of another key is nobody’s', async () => {
    await upload('artefacts', 'other.zip', Buffer.from('x'))
    expect(await told(newest())).toEqual([])
  })

  it('is decided once as it is now, whatever the order of its events', async () => {
    for (const content of ['1', '2', '3']) {
      await commit({ 'src/a': content })
      await upload('artefacts', 'app.zip', await archived())
    }
    const [first, second, third] = events
    expect(await told([second, third, first])).toEqual([
      'from-archive start matched',
      'from-archive skip no_change',
      'from-archive skip stale',
    ])
    expect(aws.executions()).toHaveLength(1)
  })

  it('that is no archive starts what waits for it', async () => {
    await upload('artefacts', 'app.zip', Buffer.from('not a zip'))
    expect(await told(newest())).toEqual(['from-archive start opaque'])
  })
})

describe('an archive in a bucket without versions', () => {
  it('is compared with what the ledger kept of it, and pinned to its key', async () => {
    await commit({ 'src/a': '1' })
    await upload('plain', 'app.zip', await archived())
    const [first] = await told(newest())
    expect(first).toMatch(/^from-plain start/)
    await commit({ 'docs/a': '2' })
    await upload('plain', 'app.zip', await archived())
    expect(await told(newest())).toEqual(['from-plain skip unmapped'])
    await commit({ 'src/a': '2' })
    await upload('plain', 'app.zip', await archived())
    expect(await told(newest())).toEqual(['from-plain start matched'])
    expect(revisions('from-plain')).toEqual([['S3_OBJECT_KEY app.zip'], ['S3_OBJECT_KEY app.zip']])
  })
})

describe('an image', () => {
  it('starts its pipeline once for other layers under a tag that matters, pinned to the digest', async () => {
    const first = aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    expect(await told(newest())).toEqual(['from-image start unknown_base'])
    aws.images.push({ repository: 'web', tag: 'v2', layers: ['a'], build: 'again' })
    expect(await told(newest())).toEqual(['from-image skip no_change'])
    aws.images.push({ repository: 'web', tag: 'latest', layers: ['b'] })
    expect(await told(newest())).toEqual([])
    const last = aws.images.push({ repository: 'web', tag: 'v3', layers: ['b', 'c'] })
    expect(await told(newest())).toEqual(['from-image start matched'])
    expect(revisions('from-image')).toEqual([[`IMAGE_DIGEST ${first}`], [`IMAGE_DIGEST ${last}`]])
  })

  it('of several platforms starts once for all of its events', async () => {
    const platforms = { 'linux/amd64': ['a'], 'linux/arm64': ['b'] }
    const index = aws.images.push({ repository: 'web', tag: 'v1', platforms, attested: true })
    const found = await told(events)
    expect(found.filter((each) => each.includes('start'))).toHaveLength(1)
    expect(revisions('from-image')).toEqual([[`IMAGE_DIGEST ${index}`]])
  })
})

describe('a push to GitHub', () => {
  it('starts its pipeline once for what it waits for, pinned to the commit, and for nothing else', async () => {
    const first = await commit({ 'src/a': '1', 'docs/a': '1' })
    await told(push(undefined, first))
    const second = await commit({ 'docs/a': '2' })
    expect(await told(push(first, second))).toEqual(['from-github skip unmapped'])
    const third = await commit({ 'src/a': '2' })
    expect(await told(push(second, third))).toEqual(['from-github start matched'])
    expect(revisions('from-github').at(-1)).toEqual([`COMMIT_ID ${third}`])
  })

  it.each([301, 3001])('of %i files loses none, the last one included', async (count) => {
    const first = await commit({ 'docs/start': '1' })
    await told(push(undefined, first))
    const files = Array.from({ length: count - 1 }, (_, at) => [`docs/${at}`, 'x'] as const)
    const second = await commit({ ...Object.fromEntries(files), 'src/zzz': 'x' })
    expect(await told(push(first, second))).toEqual(['from-github start matched'])
  })

  it('that rewrites the branch loses nothing that only the dropped commits had', async () => {
    const first = await commit({ 'src/a': '1', 'docs/a': '1' })
    await told(push(undefined, first))
    const dropped = await commit({ 'src/dropped': '1' })
    await told(push(first, dropped))
    await git('reset', '--quiet', '--hard', first)
    const after = await commit({ 'docs/a': '2' })
    const [event] = push(dropped, after, true)
    const { decisions } = await handler(event)
    expect(decisions).toMatchObject([{ verdict: 'start', because: { path: 'src/dropped' } }])
  })
})

describe('a sweep', () => {
  it('decides on every kind of source what no event told of, once', async () => {
    await commit({ 'src/a': '1' })
    await upload('artefacts', 'app.zip', await archived())
    await upload('plain', 'app.zip', await archived())
    aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    const sweep = { sallyport: 'reconcile' }
    const { decisions } = await handler(sweep)
    expect(decisions.map(({ pipeline, verdict }) => `${pipeline} ${verdict}`).toSorted()).toEqual([
      'from-archive start',
      'from-github start',
      'from-image start',
      'from-plain start',
    ])
    expect((await handler(sweep)).decisions).toEqual([])
    expect(aws.executions()).toHaveLength(4)
  })
})
