import { execFile } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { awsSimulator, type PipelineDefinition } from '@sallyport/aws-simulator'

const run = promisify(execFile)

/** A repository, an AWS account around it, and a folder for documents and the ledger. */
export async function openShop(pipelines: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-trigger-'))
  const repository = join(folder, 'shop')
  const git = async (...args: string[]) => (await run('git', ['-C', repository, ...args])).stdout.trim()
  await run('git', ['init', '--quiet', '--initial-branch=main', repository])
  await git('config', 'user.name', 'Shop')
  await git('config', 'user.email', 'shop@example.com')
  const simulator = await awsSimulator({
    repositories: { shop: repository },
    pipelines: pipelines.map(pipeline),
  })

  /** Commits these files, `undefined` removing one, and gives the event that CodeCommit would send. */
  const land = async (files: Readonly<Record<string, string | undefined>>, branch = 'main') => {
    const before = await git('rev-parse', '--quiet', '--verify', branch).catch(() => undefined)
    for (const [name, content] of Object.entries(files)) {
      const path = join(repository, name)
      await mkdir(dirname(path), { recursive: true })
      if (content === undefined) await rm(path)
      else await writeFile(path, content)
    }
    await git('add', '--all')
    await git('commit', '--quiet', '--allow-empty', '--message', Object.keys(files).slice(0, 3).join(' '))
    return codecommitEvent({ branch, before, after: await git('rev-parse', 'HEAD') })
  }

  return {
    folder,
    git,
    land,
    simulator,
    append: (name: string) => appendFile(join(repository, name), 'more\n'),
    starts: () => simulator.executions().map((execution) => execution.pipeline),
    close: async () => {
      await simulator.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type Shop = Awaited<ReturnType<typeof openShop>>

export const pipeline = (name: string): PipelineDefinition => ({
  name,
  sources: [
    {
      actionName: 'Source',
      provider: 'CodeCommit',
      configuration: { RepositoryName: 'shop', BranchName: 'main' },
    },
  ],
})

interface Moved {
  readonly branch: string
  readonly before: string | undefined
  readonly after: string | undefined
}

export function codecommitEvent({ branch, before, after }: Moved) {
  const kind = after === undefined ? 'Deleted' : before === undefined ? 'Created' : 'Updated'
  return {
    version: '0',
    id: '01234567-0123-0123-0123-012345678901',
    'detail-type': 'CodeCommit Repository State Change',
    source: 'aws.codecommit',
    account: '111122223333',
    time: '2026-11-25T12:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:codecommit:eu-west-1:111122223333:shop'],
    detail: {
      event: `reference${kind}`,
      ...(after === undefined ? {} : { commitId: after }),
      ...(before === undefined ? {} : { oldCommitId: before }),
      referenceFullName: `refs/heads/${branch}`,
      referenceName: branch,
      referenceType: 'branch',
      repositoryId: '12345678-1234-5678-abcd-12345678abcd',
      repositoryName: 'shop',
    },
  }
}
