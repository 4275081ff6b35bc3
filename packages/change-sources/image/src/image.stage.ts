import { type AwsSimulator, awsSimulator, type ImageBuild, type Images } from '@sallyport/aws-simulator'
import type { SourceFault, WholeStage } from '@sallyport/delivery/contracts'
import { image } from './image.ts'

export interface ImageStage extends WholeStage {
  readonly simulator: AwsSimulator
  /** Pushes to the origin, under its tag unless another is said. */
  readonly push: (build: ImageBuild, tag?: string) => string
  readonly images: Images
  /** How long was waited between attempts, in milliseconds. */
  readonly pauses: readonly number[]
  readonly close: () => Promise<void>
}

/** A repository `web` in a simulated account, and the adapter before it. */
export async function imageStage(format: 'docker' | 'oci' = 'docker', attempts = 3): Promise<ImageStage> {
  const simulator = await awsSimulator({ images: { web: {} } })
  const pauses: number[] = []
  const clientOptions = {
    region: 'eu-west-1',
    endpoint: simulator.url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  }
  const tag = 'live'
  const layers: string[] = []
  let builds = 0
  const push = (build: ImageBuild, name = tag) =>
    simulator.images.push({ repository: 'web', tag: name, ...build })
  const rebuild = () => push({ layers, build: String((builds += 1)), format })
  return {
    tag,
    simulator,
    push,
    images: simulator.images,
    pauses,
    source: image(
      { clientOptions, attempts },
      { pause: async (milliseconds) => void pauses.push(milliseconds) },
    ),
    origin: { kind: 'ecr', repository: 'web', ref: 'web' },
    async land(edits) {
      layers.push(JSON.stringify(edits))
      return rebuild()
    },
    rebuild: async () => rebuild(),
    untag: async () => simulator.images.untag('web', tag),
    event: ({ happened, from, to }) =>
      imageAction(happened === 'deleted' ? 'DELETE' : 'PUSH', to ?? from, tag),
    befall: async (fault) => befall(simulator, fault),
    close: () => simulator.close(),
  }
}

function befall(simulator: AwsSimulator, fault: SourceFault): void {
  if (fault === 'gone') simulator.images.remove('web')
  else simulator.faults.next({ kind: 'throttle', times: fault === 'busy' ? 1000 : 1 })
}

/** The event as EventBridge delivers it. */
export const imageAction = (action: 'PUSH' | 'DELETE', digest: string | undefined, tag?: string) => ({
  version: '0',
  id: '13cde686-328b-6117-af20-0e5566167482',
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '111122223333',
  time: '2026-11-25T09:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: {
    result: 'SUCCESS',
    'repository-name': 'web',
    'image-digest': digest,
    'action-type': action,
    ...(tag === undefined ? {} : { 'image-tag': tag }),
    'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
    'artifact-media-type': 'application/vnd.oci.image.config.v1+json',
  },
})
