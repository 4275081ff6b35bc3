import { createHash } from 'node:crypto'
import { type ChangeSource, memoryLedger, type PipelineStarter, type Start } from '@sallyport/delivery'
import type { Gate } from '@sallyport/delivery/deliver'
import { rules } from '@sallyport/delivery/rules'
import { UpstreamUnavailable } from '@sallyport/kernel'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** A source that is told what it knows: each revision changed one file. */
function shop(tips: Map<string, string>): ChangeSource {
  return {
    kind: 'git',
    recognise: (event) => {
      const { source, ref, to } = event as { source: string; ref: string; to: string }
      return source === 'shop'
        ? { kind: 'git', repository: 'shop', ref, happened: 'updated', from: 'root', to }
        : undefined
    },
    tip: (origin) => Promise.resolve(tips.get(origin.ref)),
    firstBase: () => Promise.resolve('root'),
    changes: ({ to }) =>
      Promise.resolve({
        outcome: 'compared',
        completeness: () => 'exact',
        changes: (async function* () {
          yield { path: to, change: 'modified' as const }
        })(),
      }),
    pin: (_, to) => ({
      revisionType: 'COMMIT_ID',
      revisionValue: to,
      action: { provider: 'Git', configuration: {} },
    }),
    refs: () => Promise.resolve([...tips.keys()]),
  }
}

/** Gate 2 with everything in memory; `down` pipelines do not answer. */
export function setStage() {
  const read = rules({ config_file_mapping: { 'a.txt': 'a', 'b.txt': 'b' } }, { digest })
  if (read.outcome === 'bad') throw new Error('the rules of this test are bad')
  const tips = new Map<string, string>()
  const down = new Set<string>()
  const starts: Start[] = []
  const pipelines: PipelineStarter = {
    start: (start) => {
      if (down.has(start.pipeline)) return Promise.reject(new UpstreamUnavailable(start.pipeline))
      starts.push(start)
      return Promise.resolve({ outcome: 'started', execution: `execution-${starts.length}` })
    },
  }
  const gate: Gate = {
    sources: [shop(tips)],
    rules: { current: () => Promise.resolve({ value: read.value, version: '1' }) },
    ledger: memoryLedger(),
    pipelines,
    clock: { now: () => 0 },
    digest,
    pause: () => Promise.resolve(),
    leaseSeconds: 60,
    patienceSeconds: 0,
  }
  /** Moves a branch, and gives the event of it. */
  const land = (to: string, ref = 'refs/heads/main') => {
    tips.set(ref, to)
    return { source: 'shop', 'detail-type': 'moved', ref, to }
  }
  return { gate, land, down, starts: () => starts.map(({ pipeline }) => pipeline) }
}
