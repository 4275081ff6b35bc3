import type { Decision } from '@sallyport/delivery'
import { describe, expect, it } from 'vitest'
import { decisionLine } from './decision-line.ts'

const at = new Date('2026-11-25T12:30:00Z')
const decision: Decision = {
  decisionId: '1',
  source: 'codecommit:shop',
  ref: 'refs/heads/main',
  from: '0123456789abcdef0123456789abcdef01234567',
  to: '89abcdef0123456789abcdef0123456789abcdef',
  pipeline: 'web',
  verdict: 'start',
  reason: 'matched',
  because: { path: 'apps/web/x.ts', rule: 'apps/web/**' },
  execution: 'e-1',
}
const line = (changes: Partial<Decision> = {}) =>
  decisionLine({ ...decision, ...changes }, at, (_, text) => text)

describe('the line of a decision', () => {
  it('says what was decided, by which path and rule, over what, and what was started', () => {
    expect(line()).toBe(
      '12:30:00  web  start  matched  "apps/web/x.ts" by apps/web/**  0123456..89abcde  execution e-1',
    )
  })

  it('says nothing of what there is not', () => {
    const { from: _from, to: _to, execution: _execution, ...bare } = decision
    const gone: Decision = { ...bare, verdict: 'skip', reason: 'ref_deleted', because: {} }
    expect(decisionLine(gone, at, (_, text) => text)).toBe(
      '12:30:00  web  skip  ref_deleted  nothing..nothing',
    )
  })

  it.each([
    ['digests', `sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`],
    ['entity tags', 'etag:aaaaaaaaa', 'etag:bbbbbbbbb'],
  ])('tells %s apart', (_, from, to) => {
    expect(line({ from, to })).toContain('aaaaaaa..bbbbbbb')
  })

  it('lets no path steer a terminal', () => {
    expect(line({ because: { path: '\u001b[2J\n' } })).not.toMatch(/[^ -~]/)
  })
})
