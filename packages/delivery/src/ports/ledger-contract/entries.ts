import { demand } from '@sallyport/kernel'
import type { Origin } from '../../revision.ts'
import type { Decision } from '../../verdict.ts'
import type { Ledger, LedgerEntry } from '../ledger.ts'

export const main: Origin = { kind: 'codecommit', repository: 'shop', ref: 'refs/heads/main' }

/** The least an entry can be. */
export const bare = (origin: Origin = main, pipeline = 'web', edition = 1): LedgerEntry => ({
  key: { ...origin, pipeline },
  edition,
})

const decision = (origin: Origin, pipeline: string): Decision => ({
  decisionId: 'd-1',
  source: `${origin.kind}:${origin.repository}`,
  ref: origin.ref,
  from: 'a'.repeat(40),
  to: 'b'.repeat(40),
  pipeline,
  verdict: 'postpone',
  reason: 'calendar_closed',
  because: { path: 'apps/web/one\ntwo "three".ts', rule: 'apps/**', note: 'Ferien \u{1f384}\r\n\u2028' },
  execution: 'e-1',
  until: '2026-12-28T08:00:00Z',
})

/** An entry with every member there is. */
export function full(origin: Origin = main, pipeline = 'web'): LedgerEntry {
  return {
    key: { ...origin, pipeline },
    edition: 1,
    baseline: 'c'.repeat(40),
    undecided: 'd'.repeat(40),
    snapshot: 'H4sIAAAA+/=="',
    resolutions: 'sha256:4567',
    order: '0062E99A88DC407460',
    ruleDigest: 'sha256:0123',
    intent: {
      from: 'a'.repeat(40),
      to: 'b'.repeat(40),
      token: 't-1',
      leaseUntil: 1_764_064_800_123,
      decision: decision(origin, pipeline),
      snapshot: 'H4sIAAAA+/==',
      resolutions: 'sha256:89ab',
      order: '0062E99A88DC407461',
      ruleDigest: 'sha256:cdef',
    },
    last: decision(origin, pipeline),
    forgetAfter: 4_102_444_800_123,
  }
}

/** The one entry of this key, or nothing. */
export async function entryOf(ledger: Ledger, { key }: LedgerEntry): Promise<LedgerEntry | undefined> {
  const { pipeline, kind, repository, ref } = key
  const found = await ledger.read({ kind, repository, ref }, [pipeline])
  demand(found.length <= 1, 'told one entry twice, or entries nobody asked for')
  return found[0]
}

export async function written(ledger: Ledger, ...entries: readonly LedgerEntry[]): Promise<void> {
  for (const entry of entries)
    demand((await ledger.write(entry)) === 'written', `refused edition ${entry.edition}`)
}

/** Whether two values are the same to the letter; a member that is there but undefined is a difference. */
export const same = (one: unknown, other: unknown): boolean => spelt(one) === spelt(other)

function spelt(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(spelt).join()}]`
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${spelt(member)}`).join()}}`
}
