import type { Change, Comparison, Span } from '@sallyport/delivery'
import type { Archive, ObjectState, Reading } from './archive.ts'
import type { Archives } from './archives.ts'
import { isSame } from './file-mark.ts'
import type { FileTable } from './file-table.ts'
import { addressOf, entityTag, isEntity, isVersionId, type ObjectAddress } from './object-address.ts'
import { tableIn } from './snapshot.ts'
import { unlike } from './verification.ts'

/** What is compared with: an archive, what the ledger kept of one, nothing at all, or nobody knows. */
type Before =
  | Extract<Archive, { readonly outcome: 'opened' | 'opaque' }>
  | { readonly outcome: 'remembered'; readonly table: FileTable }
  | { readonly outcome: 'unknown' }

type Opened = Extract<Archive, { readonly outcome: 'opened' }>

const isRevision = (text: string) => isEntity(text) || isVersionId(text)

/** Compares two revisions of an object, both asked for at once. */
export async function comparison(reading: Reading, archives: Archives, span: Span): Promise<Comparison> {
  const { origin, from, to } = span
  const address = addressOf(origin)
  if (address === undefined || !isRevision(to)) return { outcome: 'unknown_revision' }
  const opening = archives.after(address, to)
  const [after, before] = await Promise.all([
    opening,
    from === to ? opening.then(asBefore) : baseOf(archives, address, span),
  ])
  if (after.outcome === 'missing') return { outcome: 'unknown_revision' }
  if (after.outcome === 'archived')
    return opaque('an object in an archive of S3, to be restored first', from === to ? 'nothing' : 'content')
  if (after.outcome === 'opaque') return comparedAsWhole(reading, after, { before, span })
  const { oddities } = after.table
  if (reading.settings.suspicious === 'hold' && oddities.length > 0)
    return { outcome: 'suspicious', found: oddities.join('; ') }
  if (before.outcome === 'unknown') return { outcome: 'unknown_base' }
  if (before.outcome === 'opaque') return opaque(`before: ${before.found}`)
  return compared(reading, before, after)
}

const opaque = (found: string, differs: 'nothing' | 'content' = 'content') =>
  ({ outcome: 'whole', differs, opaque: found }) as const

const asBefore = (archive: Archive): Before =>
  archive.outcome === 'opened' || archive.outcome === 'opaque' ? archive : { outcome: 'unknown' }

const nothing: FileTable = { files: new Map(), packed: new Map(), hidden: new Set(), oddities: [] }

async function baseOf(archives: Archives, address: ObjectAddress, { from, snapshot }: Span): Promise<Before> {
  if (from === undefined) return { outcome: 'remembered', table: nothing }
  const kept = snapshot === undefined ? undefined : tableIn(snapshot)
  const remembered = kept && ({ outcome: 'remembered', table: kept } as const)
  // What had no version is gone when something else was written, so S3 need not be asked.
  if (remembered !== undefined && isEntity(from)) return remembered
  const base = isRevision(from) ? asBefore(await archives.before(address, from)) : undefined
  if (base !== undefined && base.outcome !== 'unknown') return base
  return remembered ?? { outcome: 'unknown' }
}

interface Circumstances {
  readonly before: Before
  readonly span: Span
}

/** What shows no files is compared by size and MD5, where its entity tag is one. */
function comparedAsWhole(
  { settings }: Reading,
  after: Extract<Archive, { readonly outcome: 'opaque' }>,
  { before, span: { from, to } }: Circumstances,
): Comparison {
  if (after.isTooLarge && settings.suspicious === 'hold') return { outcome: 'suspicious', found: after.found }
  if (from === to) return opaque(after.found, 'nothing')
  const told = before.outcome === 'opaque' ? before : undefined
  const etag = told?.etag ?? (from !== undefined && isEntity(from) ? entityTag(from) : undefined)
  const isOfSize = told?.size === undefined || told.size === after.size
  const isAlike = etag !== undefined && etag === after.etag && isOfSize && /^"[0-9a-f]{32}"$/.test(etag)
  return opaque(after.found, isAlike ? 'nothing' : 'content')
}

function compared(
  { ask, settings }: Reading,
  before: { readonly table: FileTable; readonly state?: ObjectState },
  after: Opened,
): Comparison {
  let isRead = false
  let isMore = before.table.oddities.length + after.table.oddities.length > 0
  async function* changes(): AsyncGenerator<Change> {
    const doubtful: string[] = []
    // Nothing that a version hides has changed in it.
    if (before.table !== after.table)
      yield* differences(
        before.table,
        after.table,
        (path) => settings.isVerified(path) && doubtful.push(path),
      )
    const sides = { before: { state: after.state, ...before }, after }
    const doubts = { ...sides, paths: doubtful, mostBytes: settings.mostVerifiedBytes }
    for await (const { path, certainty } of unlike(ask, doubts)) {
      if (certainty === 'unread') isMore = true
      yield { path, change: 'modified' }
    }
    isRead = true
  }
  return {
    outcome: 'compared',
    changes: { [Symbol.asyncIterator]: changes },
    completeness: () => (isRead ? (isMore ? 'superset' : 'exact') : 'unknown'),
  }
}

/** @param same is told of each file that seems to be the same */
export function differences(
  before: FileTable,
  after: FileTable,
  same: (path: string) => void,
): readonly Change[] {
  const changes: Change[] = []
  after.files.forEach((mark, path) => {
    const earlier = before.files.get(path)
    if (earlier === undefined) changes.push({ path, change: 'added' })
    else if (!isSame(earlier, mark) || after.hidden.has(path)) changes.push({ path, change: 'modified' })
    else same(path)
  })
  before.files.forEach((_, path) => {
    if (!after.files.has(path)) changes.push({ path, change: 'deleted' })
  })
  return changes
}
