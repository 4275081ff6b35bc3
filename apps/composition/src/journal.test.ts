import { describe, expect, it } from 'vitest'
import { journal } from './journal.ts'

function journalTo(lines: unknown[]) {
  return journal({
    service: 'gate',
    now: () => 1_795_600_000_000,
    write: (line) => lines.push(JSON.parse(line)),
  })
}

describe('a journal', () => {
  it('writes one line with the fields of Powertools, and the facts beside them', () => {
    const lines: unknown[] = []
    const { info, error } = journalTo(lines)
    info('decided', { outcome: 'granted', gone: undefined })
    error('failed', { reason: 'UPSTREAM_UNAVAILABLE' })
    const timestamp = '2026-11-25T09:46:40.000Z'
    expect(lines).toEqual([
      { level: 'INFO', message: 'decided', timestamp, service: 'gate', outcome: 'granted' },
      { level: 'ERROR', message: 'failed', timestamp, service: 'gate', reason: 'UPSTREAM_UNAVAILABLE' },
    ])
  })

  it('measures in the embedded metric format', () => {
    const lines: unknown[] = []
    const metrics = {
      Decisions: { value: 1, unit: 'Count' },
      PolicyBytes: { value: 529, unit: 'Bytes' },
    } as const
    journalTo(lines).measure(metrics, { outcome: 'granted', reason: 'none' })
    expect(lines).toEqual([
      {
        _aws: {
          Timestamp: 1_795_600_000_000,
          CloudWatchMetrics: [
            {
              Namespace: 'Sallyport',
              Dimensions: [['service', 'outcome', 'reason']],
              Metrics: [
                { Name: 'Decisions', Unit: 'Count' },
                { Name: 'PolicyBytes', Unit: 'Bytes' },
              ],
            },
          ],
        },
        service: 'gate',
        outcome: 'granted',
        reason: 'none',
        Decisions: 1,
        PolicyBytes: 529,
      },
    ])
  })
})
