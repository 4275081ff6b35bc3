import type { Change } from '../change-set.ts'
import { type ChangeSource, type Comparison, nothingBefore, type Span } from '../ports/change-source.ts'
import type { Origin, Revision } from '../revision.ts'

export const app: Origin = { kind: 's3', repository: 'artefacts', ref: 's3://artefacts/app.zip' }

/** An object in memory, with versions or without: then its content is what it is known by. */
export interface Bucket {
  readonly source: ChangeSource
  /** Writes these files, `web/a=1`, and tells what its event says; nothing deletes the object. */
  readonly put: (files: readonly string[] | undefined) => Revision
  readonly tip: () => string | undefined
  readonly filesOf: (revision: string) => readonly string[]
}

interface Memory {
  readonly versions: Map<string, readonly string[]>
  /** Each there is, the newest last; `undefined` is the mark of a deletion. */
  readonly line: (string | undefined)[]
  readonly hasVersions: boolean
}

export function memoryBucket(hasVersions: boolean): Bucket {
  const memory: Memory = { versions: new Map(), line: [], hasVersions }
  const { versions, line } = memory
  return {
    source: sourceOn(memory),
    put(files) {
      const order = String(line.length + 1).padStart(6, '0')
      if (files === undefined) return (void line.push(undefined), { ...app, happened: 'deleted', order })
      const to = hasVersions ? `version ${line.length}` : `etag:${files.toSorted().join()}`
      versions.set(to, files)
      line.push(to)
      return { ...app, happened: 'created', to, order }
    },
    tip: () => line.at(-1),
    filesOf: (revision) => versions.get(revision) ?? [],
  }
}

function sourceOn({ versions, line, hasVersions }: Memory): ChangeSource {
  const isThere = (revision: string) => (hasVersions ? versions.has(revision) : line.at(-1) === revision)
  const filesIn = (revision: string) => (isThere(revision) ? versions.get(revision) : undefined)
  return {
    kind: 's3',
    recognise: () => undefined,
    tip: async () => line.at(-1),
    firstBase: async (_, to) => (hasVersions ? (line[line.indexOf(to) - 1] ?? nothingBefore) : undefined),
    changes: async ({ from, to, snapshot }: Span): Promise<Comparison> => {
      const after = filesIn(to)
      if (after === undefined) return { outcome: 'unknown_revision' }
      const kept = snapshot === undefined ? undefined : (JSON.parse(snapshot) as readonly string[])
      const before = from === undefined ? [] : (filesIn(from) ?? kept)
      return before === undefined ? { outcome: 'unknown_base' } : compared(before, after)
    },
    pin: (_, to) => ({
      revisionType: 'S3_OBJECT_VERSION_ID',
      revisionValue: to,
      action: { provider: 'S3', configuration: {} },
    }),
    refs: async () => [],
    snapshot: async (_, to) => (hasVersions ? undefined : JSON.stringify(filesIn(to))),
  }
}

function compared(before: readonly string[], after: readonly string[]): Comparison {
  const changes = [
    ...after.filter((file) => !before.includes(file)),
    ...before.filter((file) => !after.includes(file)),
  ].map((file): Change => ({ path: file.replace(/=.*/, ''), change: 'modified' }))
  return {
    outcome: 'compared',
    changes: (async function* () {
      yield* changes
    })(),
    completeness: () => 'superset',
  }
}
