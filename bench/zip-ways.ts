import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { artefact } from '@sallyport/change-source-artefact'
import { unzipSync } from 'fflate'
import { PassThrough, type Readable } from 'node:stream'
import unzipper from 'unzipper'

/** Ready to tell what changed from version `one` to version `two`: everything is loaded, one answer was had. */
export type Way = (endpoint: string) => Promise<() => Promise<readonly string[]>>

const Bucket = 'artefacts'
const Key = 'app.zip'
const clientOptions = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
})

const ours: Way = async (endpoint) => {
  const source = artefact({ clientOptions: clientOptions(endpoint) })
  const origin = { kind: 's3', repository: Bucket, ref: `s3://${Bucket}/${Key}` }
  await source.tip(origin)
  return async () => {
    const answer = await source.changes({ origin, from: 'one', to: 'two', interest: 'every' })
    if (answer.outcome !== 'compared') throw new Error(`expected a comparison, found ${answer.outcome}`)
    const paths: string[] = []
    for await (const { path } of answer.changes) paths.push(path)
    return paths
  }
}

async function readyClient(endpoint: string): Promise<S3Client> {
  const client = new S3Client({ ...clientOptions(endpoint), responseChecksumValidation: 'WHEN_REQUIRED' })
  await client.send(new HeadObjectCommand({ Bucket, Key }))
  return client
}

/** As unzipper's own `Open.s3_v3`, which cannot be asked for a version. */
const ranged: Way = async (endpoint) => {
  const client = await readyClient(endpoint)
  const directoryOf = async (VersionId: string) => {
    const directory = await unzipper.Open.custom({
      size: async () =>
        (await client.send(new HeadObjectCommand({ Bucket, Key, VersionId }))).ContentLength ?? 0,
      stream(offset, length) {
        const out = new PassThrough()
        const Range = `bytes=${offset}-${length ? offset + length - 1 : ''}`
        const pipe = async () => {
          const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId, Range }))
          const body = Body as Readable
          // It stops reading when it has what it wants.
          out.on('close', () => body.destroy())
          body.on('error', () => undefined).pipe(out)
        }
        void pipe()
        return out
      },
    })
    return new Map(
      directory.files.map(({ path, crc32, uncompressedSize }) => [path, `${crc32} ${uncompressedSize}`]),
    )
  }
  return async () => {
    const [one, two] = await Promise.all(['one', 'two'].map(directoryOf))
    return [...(two ?? [])].flatMap(([path, content]) => (one?.get(path) === content ? [] : path))
  }
}

const downloaded: Way = async (endpoint) => {
  const client = await readyClient(endpoint)
  const filesOf = async (VersionId: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }))
    return unzipSync((await Body?.transformToByteArray()) ?? new Uint8Array())
  }
  return async () => {
    const [one = {}, two = {}] = await Promise.all(['one', 'two'].map(filesOf))
    return Object.entries(two).flatMap(([path, content]) =>
      Buffer.compare(one[path] ?? new Uint8Array(), content) === 0 ? [] : path,
    )
  }
}

const idle: Way = async (endpoint) => {
  await readyClient(endpoint)
  return async () => []
}

export const ways: Readonly<Record<string, Way>> = {
  'nothing but the SDK': idle,
  sallyport: ours,
  'unzipper, by ranges': ranged,
  'download, and fflate': downloaded,
}
