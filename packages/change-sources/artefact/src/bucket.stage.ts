import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { type AwsSimulator, awsSimulator, type Call } from '@sallyport/aws-simulator'
import type { ChangeSource, Origin } from '@sallyport/delivery'
import type { ChangeSourceStage, Edit, SourceFault, Told } from '@sallyport/delivery/contracts'
import { artefact } from './artefact.ts'
import type { ArtefactOptions } from './artefact-options.ts'
import { type ZipEntry, zipOf } from './zip.stage.ts'

export const bucketName = 'artefacts'
export const key = 'builds/shop app.zip'
export const origin: Origin = { kind: 's3', repository: bucketName, ref: `s3://${bucketName}/${key}` }

export interface BucketStage extends ChangeSourceStage {
  readonly simulator: AwsSimulator
  /** Uploads these bytes, and says which revision they are. */
  readonly put: (bytes: Uint8Array | string) => string
  /** The adapter as it is when it has just been started: it remembers nothing. */
  readonly anew: () => ChangeSource
  /** Deletes the object, or one version of it for good. */
  readonly remove: (version?: string) => Promise<void>
  /** The version id of the mark that the object is deleted. */
  readonly marker: () => Promise<string>
  /** From now on the bucket keeps versions. */
  readonly version: () => Promise<void>
  /** The ranges that S3 was asked for since the last time. */
  readonly ranges: () => readonly string[]
  /** How long was waited between attempts, in milliseconds. */
  readonly pauses: readonly number[]
  readonly close: () => Promise<void>
}

export interface BucketStageOptions extends ArtefactOptions {
  readonly versioning?: 'enabled' | 'suspended' | 'off'
}

/** A bucket in a simulated account, and the adapter before it. */
export async function bucketStage(options: BucketStageOptions = {}): Promise<BucketStage> {
  const { versioning = 'enabled', ...own } = options
  const simulator = await awsSimulator({ buckets: { [bucketName]: { versioning } } })
  const pauses: number[] = []
  const clientOptions = {
    region: 'eu-west-1',
    endpoint: simulator.url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  }
  const settings = { clientOptions, attempts: 3, ...own }
  const anew = () => artefact(settings, { pause: async (milliseconds) => void pauses.push(milliseconds) })
  const weather = weatherOf(simulator)
  const put = (bytes: Uint8Array | string) => {
    const { versionId, etag } = simulator.buckets.put(bucketName, key, bytes)
    return versionId === undefined || versionId === 'null' ? `etag:${etag.replaceAll('"', '')}` : versionId
  }
  let asked = 0
  let files: ReadonlyMap<string, ZipEntry> = new Map()
  return {
    simulator,
    source: weather.over(anew()),
    origin,
    put,
    pauses,
    anew,
    ...ownerOf(new S3Client(clientOptions)),
    ranges: () => simulator.calls.slice(asked, (asked = simulator.calls.length)).flatMap(rangeIn),
    land: async (edits) => {
      files = edits.reduce(edited, files)
      return put(zipOf([...files.values()]))
    },
    event: objectEvent,
    befall: async (fault) => weather.turn(fault),
    close: simulator.close,
  }
}

/** What whoever owns the bucket may do to it. */
const ownerOf = (client: S3Client): Pick<BucketStage, 'remove' | 'marker' | 'version'> => ({
  remove: async (version) => {
    const which = version === undefined ? {} : { VersionId: version }
    await client.send(new DeleteObjectCommand({ Bucket: bucketName, Key: key, ...which }))
  },
  marker: async () => {
    const listed = await client.send(new ListObjectVersionsCommand({ Bucket: bucketName }))
    return listed.DeleteMarkers?.[0]?.VersionId ?? ''
  },
  version: async () => {
    const settings = { Bucket: bucketName, VersioningConfiguration: { Status: 'Enabled' } } as const
    await client.send(new PutBucketVersioningCommand(settings))
  },
})

const rangeIn = ({ operation, input }: Call) =>
  operation === 'GetObject' ? String(input['Range']).replace('bytes=', '') : []

function edited(files: ReadonlyMap<string, ZipEntry>, edit: Edit): ReadonlyMap<string, ZipEntry> {
  const next = new Map(files)
  if ('put' in edit) {
    const { put: name, content = '', executable = false } = edit
    next.set(name, { name, content, mode: executable ? 0o100755 : 0o100644 })
  } else if ('remove' in edit) next.delete(edit.remove)
  else {
    next.set(edit.to, { ...next.get(edit.rename), name: edit.to })
    next.delete(edit.rename)
  }
  return next
}

/** Both directories are the first page; content that is read again is the next. */
function weatherOf({ faults, buckets }: AwsSimulator) {
  let isStorming = false
  return {
    turn(fault: SourceFault) {
      if (fault === 'gone') buckets.remove(bucketName)
      if (fault === 'busy_once') faults.next({ operation: 'GetObject', kind: 'throttle' })
      isStorming = fault === 'busy'
    },
    over: (source: ChangeSource): ChangeSource => ({
      ...source,
      changes: async (span) => {
        const answer = await source.changes(span)
        if (isStorming) faults.next({ operation: 'GetObject', kind: 'throttle', times: 1000 })
        return answer
      },
    }),
  }
}

/** The event as EventBridge delivers it. */
export function objectEvent({
  happened,
  to,
}: Pick<Told, 'happened' | 'to'>): Readonly<Record<string, unknown>> {
  const revision = to?.startsWith('etag:')
    ? { etag: to.slice(5) }
    : { etag: '0'.repeat(32), 'version-id': to }
  const isThere = happened !== 'deleted'
  return {
    version: '0',
    id: '2d1dc5a0-EXAMPLE',
    'detail-type': isThere ? 'Object Created' : 'Object Deleted',
    source: 'aws.s3',
    account: '111122223333',
    time: '2026-11-25T09:00:00Z',
    region: 'eu-west-1',
    resources: [`arn:aws:s3:::${bucketName}`],
    detail: {
      version: '0',
      bucket: { name: bucketName },
      object: { key, sequencer: '00617F08299329D189', ...(isThere && { size: 5, ...revision }) },
      'request-id': 'N4N7GDK58NMKJ12R',
      requester: '111122223333',
      reason: isThere ? 'PutObject' : 'DeleteObject',
      ...(!isThere && { 'deletion-type': 'Delete Marker Created' }),
    },
  }
}
