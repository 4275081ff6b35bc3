import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { awsSimulator } from '@sallyport/aws-simulator'
import { githubSimulator } from '@sallyport/github-simulator'
import { bundleOf, type Stage } from './cold-stages.ts'

/** Gate 2: one change in each kind of source, the ledger in memory. */
export async function deliveryStage(folder: string): Promise<Stage> {
  const shop = repositoryIn(join(folder, 'shop'))
  const [before, after] = [shop.commit('one'), shop.commit('two')]
  const events: { objects: object[]; images: object[] } = { objects: [], images: [] }
  const aws = await awsSimulator({
    repositories: { shop: shop.path },
    buckets: { artefacts: { versioning: 'enabled' } },
    images: { web: {} },
    pipelines: pipelines.map(([name, provider, configuration]) => ({
      name,
      sources: [{ actionName: 'Source', provider, configuration }],
    })),
    onObjectCreated: (event) => void events.objects.push(event),
    onImageAction: (event) => void events.images.push(event),
  })
  const github = await githubSimulator({ repositories: { 'acme/shop': shop.path } })
  for (const commit of [before, after]) aws.buckets.put('artefacts', 'app.zip', shop.archive(commit))
  aws.images.push({ repository: 'web', tag: 'v1', layers: ['one'] })
  // EventBridge is told after uploads and pushes were answered.
  await new Promise((resolve) => setImmediate(resolve))
  const start = (source: object, event: object | undefined) => ({
    name: `trigger, universal (${Object.values(source)[0]})`,
    bundle: bundleOf('trigger', 'universal'),
    environment: {
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      TOKEN: 'bench',
      SALLYPORT_CONFIG: JSON.stringify({
        sources: [source],
        rules: { use: 'inline', document: rules },
        pipelines: { use: 'codepipeline' },
        ledger: { use: 'memory' },
      }),
    },
    event: event ?? {},
  })
  return {
    starts: [
      start({ use: 'codecommit' }, codecommitEvent(before, after)),
      start({ use: 'artefact' }, events.objects.at(-1)),
      start({ use: 'image' }, events.images.at(-1)),
      start({ use: 'github', token: { env: 'TOKEN' }, apiUrl: github.url }, pushEvent(before, after)),
    ],
    close: async () => void (await Promise.all([aws.close(), github.close()])),
  }
}

const pipelines = [
  ['from-commits', 'CodeCommit', { RepositoryName: 'shop', BranchName: 'main' }],
  ['from-archive', 'S3', { S3Bucket: 'artefacts', S3ObjectKey: 'app.zip' }],
  ['from-image', 'ECR', { RepositoryName: 'web' }],
  ['from-pushes', 'CodeStarSourceConnection', { FullRepositoryId: 'acme/shop', BranchName: 'main' }],
] as const

const rules = {
  sources: {
    commits: { codecommit: 'shop', branches: ['main'] },
    archive: { s3: { bucket: 'artefacts', key: 'app.zip' } },
    image: { ecr: 'web', tags: ['v*'] },
    pushes: { github: 'acme/shop', branches: ['main'] },
  },
  pipelines: {
    'from-commits': { from: ['commits'] },
    'from-archive': { from: ['archive'] },
    'from-image': { from: ['image'] },
    'from-pushes': { from: ['pushes'] },
  },
}

function repositoryIn(path: string) {
  mkdirSync(path)
  const git = (...args: string[]) => execFileSync('git', ['-C', path, ...args], { maxBuffer: 1e9 })
  git('init', '--quiet', '--initial-branch=main')
  return {
    path,
    commit(content: string) {
      writeFileSync(join(path, 'script.py'), content)
      git('add', '.')
      git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '--message', content)
      return git('rev-parse', 'HEAD').toString().trim()
    },
    archive: (commit: string) => git('archive', '--format=zip', commit),
  }
}

const codecommitEvent = (oldCommitId: string, commitId: string) => ({
  source: 'aws.codecommit',
  'detail-type': 'CodeCommit Repository State Change',
  detail: {
    event: 'referenceUpdated',
    commitId,
    oldCommitId,
    referenceFullName: 'refs/heads/main',
    referenceName: 'main',
    referenceType: 'branch',
    repositoryName: 'shop',
  },
})

const pushEvent = (before: string, after: string) => ({
  source: 'github.com',
  'detail-type': 'push',
  detail: {
    ref: 'refs/heads/main',
    before,
    after,
    created: false,
    deleted: false,
    forced: false,
    repository: { full_name: 'acme/shop' },
  },
})
