import { type Clock, type DocumentNotice, livingDocument } from '@sallyport/kernel'
import { type Edits, main, memoryRepository, type Repository } from './delivery-stage/repository.stage.ts'
import { memoryStarter, type MemoryStarter } from './delivery-stage/starter.stage.ts'
import { deliver, type Delivery } from './deliver.ts'
import type { Gate } from './gate.ts'
import { memoryLedger } from './memory-ledger.ts'
import type { Ledger, LedgerEntry } from './ports/ledger.ts'
import type { Origin, Revision } from './revision.ts'
import { rulesFromText } from './rules.ts'

/** What the tests of this package put on the stage: one repository, three pipelines, no world. */

export const shop: Origin = { kind: 'codecommit', repository: 'shop', ref: main }

export const three = {
  pipelines: { web: { paths: ['web/**'] }, api: { paths: ['api/**'] }, docs: { paths: ['docs/**'] } },
} as const

export interface DeliveryStage {
  readonly gate: Gate
  readonly repository: Repository
  readonly far: MemoryStarter
  readonly ledger: Ledger
  /** Every entry that was ever written, in order. */
  readonly editions: readonly LedgerEntry[]
  readonly notices: readonly DocumentNotice[]
  readonly wait: (seconds: number) => void
  /** Puts another rules document in the place of the one there was. */
  readonly rule: (document: unknown) => void
  /** Lands edits on a branch, and tells what its event says. */
  readonly push: (edits: Edits, ref?: string) => Revision
  /** Moves a branch or tag wherever, or away. */
  readonly reset: (commit: string | undefined, ref?: string) => Revision
  readonly deliver: (revision: Revision) => Promise<Delivery>
  readonly entry: (pipeline: string, ref?: string) => Promise<LedgerEntry | undefined>
}

export const leaseSeconds = 60
export const patienceSeconds = 10

export function deliveryStage(document: unknown = three): DeliveryStage {
  const repository = memoryRepository()
  const far = memoryStarter()
  const editions: LedgerEntry[] = []
  const ledger = recording(memoryLedger(), editions)
  const notices: DocumentNotice[] = []
  const now = { milliseconds: 1_764_064_800_000 }
  const clock = { now: () => now.milliseconds }
  const wait = (seconds: number) => void (now.milliseconds += seconds * 1000)
  const text = { content: JSON.stringify(document) }
  const gate: Gate = {
    sources: [repository.source],
    rules: living(text, clock, notices),
    ledger,
    pipelines: far.starter,
    clock,
    digest,
    pause: async (milliseconds) => wait(milliseconds / 1000),
    leaseSeconds,
    patienceSeconds,
  }
  const reset = (commit: string | undefined, ref = main) => moved(repository, ref, commit)
  return {
    gate,
    repository,
    far,
    ledger,
    editions,
    notices,
    wait,
    reset,
    rule: (next) => void (text.content = JSON.stringify(next)),
    push: (edits, ref = main) => reset(repository.commit(repository.tipOf(ref), edits), ref),
    deliver: (revision) => deliver(revision, gate),
    entry: async (pipeline, ref = main) => (await ledger.read({ ...shop, ref }, [pipeline]))[0],
  }
}

/** The stage some time after it was set: a first commit is there, and every pipeline has run for it. */
export async function settledStage(document: unknown = three): Promise<DeliveryStage> {
  const stage = deliveryStage(document)
  await stage.deliver(stage.push({ 'web/a': '1', 'api/a': '1', 'docs/a': '1', readme: '1' }))
  return stage
}

function living(text: { readonly content: string }, clock: Clock, notices: DocumentNotice[]): Gate['rules'] {
  return livingDocument({
    store: { read: async () => ({ content: text.content, version: text.content }) },
    parse: (content) => rulesFromText(content, { digest }),
    clock,
    freshForSeconds: 0,
    staleForSeconds: 3600,
    notify: (notice) => void notices.push(notice),
  })
}

function moved(repository: Repository, ref: string, to: string | undefined): Revision {
  const from = repository.tipOf(ref)
  repository.point(ref, to)
  return {
    ...shop,
    ref,
    happened: to === undefined ? 'deleted' : from === undefined ? 'created' : 'updated',
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

function recording(ledger: Ledger, editions: LedgerEntry[]): Ledger {
  return {
    ...ledger,
    async write(entry) {
      const answer = await ledger.write(entry)
      if (answer === 'written') editions.push(entry)
      return answer
    },
  }
}

/** Tells texts apart well enough for a stage, and has the length of a SHA-256. */
export function digest(text: string): string {
  const words = Array.from({ length: 8 }, (_, seed) => {
    let hash = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1)
    for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
    return ((hash ^ (hash >>> 15)) >>> 0).toString(16).padStart(8, '0')
  })
  return words.join('')
}
