import type { ChangeSource, Span } from '@sallyport/delivery'
import { origin } from './bucket.stage.ts'

/** What a comparison came to, in one line: `superset: added a, modified b`, or its outcome. */
export async function summary(
  source: ChangeSource,
  span: Pick<Span, 'from' | 'to'> & Partial<Span>,
): Promise<string> {
  const answer = await source.changes({ origin, interest: 'every', ...span })
  if (answer.outcome === 'whole') return `whole, ${answer.differs}: ${answer.opaque}`
  if (answer.outcome === 'suspicious') return `suspicious: ${answer.found}`
  if (answer.outcome !== 'compared') return answer.outcome
  const told: string[] = []
  for await (const { change, path } of answer.changes) told.push(`${change} ${path}`)
  return `${answer.completeness()}: ${told.sort().join(', ')}`
}
