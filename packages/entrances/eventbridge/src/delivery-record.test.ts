import type { Decision } from '@sallyport/delivery'
import { describe, expect, it } from 'vitest'
import { recordOf } from './delivery-record.ts'

const decision: Decision = {
  decisionId: 'd',
  source: 'codecommit:shop',
  ref: 'refs/heads/main',
  to: 'b',
  pipeline: 'web',
  verdict: 'start',
  reason: 'matched',
  because: { path: 'x'.repeat(4096), rule: '**' },
}

describe('the record of a decision', () => {
  it('has a long path cut, and leaves the decision as it is', () => {
    const record = recordOf(decision, 12)
    expect(record).toMatchObject({
      record: 'decision',
      gate: 'delivery',
      latencyMilliseconds: 12,
      pipeline: 'web',
    })
    expect(record).toMatchObject({ because: { path: 'x'.repeat(512), rule: '**' } })
    expect(decision.because.path).toHaveLength(4096)
  })
})
