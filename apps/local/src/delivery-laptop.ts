import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { awsSimulator } from '@sallyport/aws-simulator'
import type { Decision } from '@sallyport/delivery'
import { codecommitEvent } from './codecommit-event.ts'
import { type DeliveryPlan, deliveryPlan } from './delivery-plan.ts'
import { deliveryRun } from './delivery-run.ts'
import { documentBuckets, type UploadedDocument, uploadedDocument } from './document-bucket.ts'
import { eventDoor } from './event-door.ts'
import { type GithubLaptop, githubLaptop } from './github-laptop.ts'
import { imageDoor } from './image-door.ts'
import { lambdaHost } from './lambda-host.ts'
import type { SharedOffset } from './moved-date.ts'
import { type ReferenceChange, referenceWatch } from './reference-watch.ts'
import { type Part, running } from './running.ts'
import { sampleRepository } from './sample-repository.ts'

export interface DeliveryLaptopOptions {
  /** Where events are sent by hand, of AWS, and of the webhook; 0 for a free one. */
  readonly ports: readonly [number, number, number]
  readonly offset: SharedOffset
  /** A rules document in JSON; one with a pipeline for each kind of source unless given. */
  readonly rules?: string
  /** Where the gates read their documents: from the files, or from S3, to which they are uploaded first. */
  readonly documents: 'file' | 's3'
  /** Told of what the trigger decided about each change. */
  readonly onDecided?: (decisions: readonly Decision[]) => void
  /** Gets what the functions log. */
  readonly log: (text: string) => void
}

/** Gate 2 on a laptop. Every URL is of 127.0.0.1. */
export interface DeliveryLaptop {
  /** A git repository: commit to it, and the trigger is told as by EventBridge. */
  readonly repository: string
  /** `POST` an event here, and get its decisions. */
  readonly events: string
  /** `GET`: every pipeline that was started. */
  readonly executions: string
  /** `PUT` an archive to one of them, and the trigger is told as by EventBridge. */
  readonly artefacts: readonly string[]
  /** `POST` the content of an image to one of them with `:TAG` behind it, and it is pushed. */
  readonly images: readonly string[]
  /** A repository on GitHub, its API, and the webhook that is told of its pushes. */
  readonly github: Omit<GithubLaptop, 'watch' | 'close'>
  readonly pipelines: readonly string[]
  /** Where another version of the rules is `PUT`, when they are in S3. */
  readonly rules?: string
  /** Puts a document into S3, for whoever reads it there in this environment. */
  readonly upload: (path: string) => Promise<UploadedDocument>
  readonly environment: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

const bundle = new URL('../../trigger/dist/universal/index.mjs', import.meta.url)
const sampleRules = fileURLToPath(new URL('../documents/rules.json', import.meta.url))
const place = { region: 'us-east-1', accountId: '219852565112' }
const queue = 'sallyport.fifo'

/**
 * Runs gate 2 with nothing but this machine: git repositories on CodeCommit and GitHub, S3, ECR and
 * CodePipeline, and the built Lambdas in threads of their own, told of whatever changes.
 *
 * @throws ConfigurationInvalid when a port is taken or the rules cannot be used
 */
export async function deliveryLaptop(options: DeliveryLaptopOptions): Promise<DeliveryLaptop> {
  const { ports, offset, rules = sampleRules, onDecided = () => undefined, log } = options
  const plan = await deliveryPlan(rules)
  const parts = running()
  const run = deliveryRun({ onDecided, log })
  try {
    const { path } = await parts.started(sampleRepository())
    const aws = await parts.started(awsSimulator({ ...accountOf(plan, path), port: ports[1], ...run.hooks }))
    const environment = {
      AWS_REGION: place.region,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'laptop',
      AWS_SECRET_ACCESS_KEY: 'laptop',
    }
    const queueUrl = `${aws.url}/${place.accountId}/${queue}`
    const {
      watch,
      close: _close,
      ...github
    } = await parts.started(
      githubLaptop({
        names: plan.github,
        port: ports[2],
        offset,
        queue: { url: queueUrl, environment },
        log,
      }),
    )
    const folder = await parts.started(temporaryFolder())
    const upload = (file: string) => uploadedDocument(aws, file)
    const uploaded = options.documents === 's3' ? await upload(rules) : undefined
    const store = uploaded?.store ?? { use: 'file', path: rules }
    const configuration = configurationOf({ store, apiUrl: github.apiUrl, folder: folder.path })
    const variables = { ...environment, ...configuration }
    const lambda = await parts.started(
      lambdaHost({ bundle: bundle.href, offset, environment: variables, log }),
    )
    run.open(lambda.invoke)
    const tell = async (change: ReferenceChange) => {
      for (const repository of plan.codecommit)
        await run.deliver(codecommitEvent(change, { ...place, repository }))
    }
    await parts.started(referenceWatch(path, tell))
    await watch()
    const push = imageDoor(aws, plan.images)
    const executions = () => aws.executions()
    const door = await parts.started(eventDoor({ port: ports[0], invoke: run.invoke, executions, push }))
    return {
      repository: path,
      events: door.events,
      executions: door.executions,
      artefacts: plan.objects.map(({ bucket, key }) => `${aws.url}/${bucket}/${key}`),
      images: plan.images.map((name) => `${door.images}/${name}`),
      github,
      pipelines: plan.pipelines.map(({ name }) => name),
      ...(uploaded === undefined ? {} : { rules: uploaded.url }),
      upload,
      environment,
      close: parts.close,
    }
  } catch (error) {
    await parts.close()
    throw error
  }
}

/** The account that the rules speak of. */
function accountOf({ pipelines, codecommit, objects, images }: DeliveryPlan, path: string) {
  const named = <Value>(names: readonly string[], value: Value) =>
    Object.fromEntries(names.map((name) => [name, value]))
  return {
    repositories: named(codecommit, path),
    pipelines,
    buckets: {
      ...documentBuckets,
      ...named(
        objects.map(({ bucket }) => bucket),
        { versioning: 'enabled' as const },
      ),
    },
    unsignedUploads: true,
    images: named(images, {}),
    queues: { [queue]: { fifo: true } },
    region: place.region,
    accountId: place.accountId,
  }
}

interface Around {
  readonly store: object
  readonly apiUrl: string
  readonly folder: string
}

function configurationOf({ store, apiUrl, folder }: Around): Readonly<Record<string, string>> {
  const configuration = {
    sources: [
      { use: 'codecommit' },
      { use: 'artefact' },
      { use: 'image' },
      { use: 'github', token: { env: 'GITHUB_TOKEN' }, apiUrl },
    ],
    // An edit is to be seen at once, not after the minute that suits a Lambda.
    rules: { ...store, freshForSeconds: 1 },
    pipelines: { use: 'codepipeline' },
    ledger: { use: 'file', path: join(folder, 'ledger.jsonl') },
  }
  return { SALLYPORT_CONFIG: JSON.stringify(configuration), GITHUB_TOKEN: 'laptop' }
}

async function temporaryFolder(): Promise<Part & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'sallyport-ledger-'))
  return { path, close: () => rm(path, { recursive: true, force: true }) }
}
