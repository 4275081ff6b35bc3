import { randomBytes } from 'node:crypto'
import { githubSimulator } from '@sallyport/github-simulator'
import { functionUrl } from './function-url.ts'
import { sendPush } from './github-webhook.ts'
import { lambdaHost } from './lambda-host.ts'
import type { SharedOffset } from './moved-date.ts'
import { type ReferenceChange, referenceWatch } from './reference-watch.ts'
import { running } from './running.ts'
import { sampleRepository } from './sample-repository.ts'

export interface GithubLaptopOptions {
  /** `owner/name`: the rules' names for the one repository there is. */
  readonly names: readonly string[]
  /** Of the webhook; 0 for a free one. */
  readonly port: number
  readonly offset: SharedOffset
  /** The queue that the webhook puts pushes on, and the environment in which it does. */
  readonly queue: { readonly url: string; readonly environment: Readonly<Record<string, string>> }
  readonly log: (text: string) => void
}

/** GitHub on a laptop: a repository, its API, and the webhook that tells gate 2 of pushes. */
export interface GithubLaptop {
  /** `owner/name`, the first of them. */
  readonly name: string
  /** A git repository: what is committed to it counts as pushed. */
  readonly repository: string
  readonly apiUrl: string
  /** Takes webhooks that are signed with the secret. */
  readonly webhook: { readonly url: string; readonly secret: string }
  /** Tells of pushes from now on. */
  readonly watch: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Where rules name no repository on GitHub. */
const sampleName = 'acme/sample'

const bundle = new URL('../../webhook/dist/universal/index.mjs', import.meta.url)

/** @throws ConfigurationInvalid when the port is taken */
export async function githubLaptop(options: GithubLaptopOptions): Promise<GithubLaptop> {
  const { port, offset, queue, log } = options
  const names = options.names.length === 0 ? [sampleName] : options.names
  const [name = sampleName] = names
  const parts = running()
  try {
    const { path } = await parts.started(sampleRepository())
    const repositories = Object.fromEntries(names.map((each) => [each, path]))
    const github = await parts.started(githubSimulator({ repositories }))
    const secret = randomBytes(16).toString('hex')
    const environment = {
      ...queue.environment,
      WEBHOOK_SECRET: secret,
      SALLYPORT_CONFIG: JSON.stringify({
        secrets: [{ env: 'WEBHOOK_SECRET' }],
        queue: { use: 'sqs', url: queue.url },
      }),
    }
    const lambda = await parts.started(lambdaHost({ bundle: bundle.href, offset, environment, log }))
    const { url } = await parts.started(functionUrl(port, lambda.invoke))
    const tell = async (change: ReferenceChange) => {
      for (const each of names)
        await sendPush(change, { url, secret, repository: each }).catch((error: unknown) =>
          log(`${String(error)}\n`),
        )
    }
    return {
      name,
      repository: path,
      apiUrl: github.url,
      webhook: { url, secret },
      watch: async () => void (await parts.started(referenceWatch(path, tell))),
      close: parts.close,
    }
  } catch (error) {
    await parts.close()
    throw error
  }
}
