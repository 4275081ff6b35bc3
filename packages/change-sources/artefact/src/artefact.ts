import type { ChangeSource, Origin, Pin } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { type ArtefactOptions, artefactSettings, type ArtefactSurroundings } from './artefact-options.ts'
import { type Archives, archives } from './archives.ts'
import { comparison } from './comparison.ts'
import { unlessItMayPass } from './fault.ts'
import { addressOf, isEntity, isVersionId, type ObjectAddress, revisionOf } from './object-address.ts'
import { revisionIn } from './object-event.ts'
import { patience } from './patience.ts'
import { type Ask, asking } from './question.ts'
import { snapshotOf } from './snapshot.ts'
import { versionBefore } from './version-before.ts'

/**
 * Tells what changed between two versions of a zip archive in S3, by their directories alone. What is no
 * zip, or shows no files, is compared as a whole.
 *
 * @throws ConfigurationInvalid with every option that cannot work
 */
export function artefact(
  options: ArtefactOptions = {},
  surroundings: ArtefactSurroundings = patience,
): ChangeSource {
  const settings = artefactSettings(options)
  const ask = asking(settings.clientOptions, {
    ...patience,
    attempts: settings.attempts,
    pause: surroundings.pause,
  })
  const reading = { ask, settings }
  const known = archives(reading)

  return {
    kind: 's3',
    recognise(event) {
      try {
        return revisionIn(event)
      } catch {
        // Only a value that is no JSON, such as one with a getter that throws, comes here.
        return undefined
      }
    },
    tip: async (origin) => {
      const address = addressOf(origin)
      return address && tipOf(ask, address)
    },
    firstBase: async (origin, to) => {
      const address = addressOf(origin)
      return address && versionBefore(ask, address, to)
    },
    changes: (span) => comparison(reading, known, span),
    pin,
    refs: ({ repository }) => noRefs(ask, repository),
    snapshot: async (origin, to) => {
      const isKept = isEntity(to) || (settings.snapshots && isVersionId(to))
      return isKept ? snapshotFrom(known, origin, to) : undefined
    },
  }
}

async function tipOf(ask: Ask, address: ObjectAddress): Promise<string | undefined> {
  const head = await ask(address.bucket, (s3) => s3.head(address))
  if (typeof head !== 'string') {
    const revision = revisionOf(head)
    if (revision !== undefined) return revision
    throw new UpstreamUnavailable(`s3:${address.bucket}`, { found: 'an object without a version or a tag' })
  }
  // An answer to HEAD does not say whether the object is missing or the whole bucket; this one does.
  await ask(address.bucket, (s3) => s3.bytes({ ...address, range: { last: 1 } }))
  return undefined
}

/** There are far too many objects in a bucket; the sweep asks for those that rules name. */
async function noRefs(ask: Ask, bucket: string): Promise<readonly string[]> {
  // Only whether the bucket is there; who may not ask is told nothing, which is all there is.
  await ask(bucket, (s3) => s3.versions({ Bucket: bucket, MaxKeys: 1 })).catch(unlessItMayPass)
  return []
}

async function snapshotFrom(known: Archives, origin: Origin, to: string): Promise<string | undefined> {
  const address = addressOf(origin)
  const archive = address && (await known.lately(address, to))
  return archive?.outcome === 'opened' ? snapshotOf(archive.table) : undefined
}

/**
 * By the version, for the action of this key; else by key, for one of the bucket that lets its key be
 * chosen.
 */
function pin(origin: Origin, to: string): Pin {
  const { repository: bucket } = origin
  const key = addressOf(origin)?.key ?? ''
  const version = { revisionType: 'S3_OBJECT_VERSION_ID', revisionValue: to } as const
  const byKey = {
    revisionType: 'S3_OBJECT_KEY',
    revisionValue: key,
    action: {
      provider: 'S3',
      configuration: { S3Bucket: bucket, AllowOverrideForS3ObjectKey: 'true' },
      preferably: { S3ObjectKey: key },
    },
  } as const
  if (isEntity(to)) return byKey
  return {
    ...version,
    action: { provider: 'S3', configuration: { S3Bucket: bucket, S3ObjectKey: key } },
    otherwise: { ...byKey, with: [version] },
  }
}
