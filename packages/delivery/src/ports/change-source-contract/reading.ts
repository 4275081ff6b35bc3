import { demand } from '@sallyport/kernel'
import type { Change } from '../../change-set.ts'
import type { Comparison } from '../change-source.ts'
import type { ChangeSourceStage, Edit } from './stage.ts'

type Compared = Extract<Comparison, { readonly outcome: 'compared' }>

/** A comparison of the origin's revisions that must come about. */
export async function compared(
  stage: Pick<ChangeSourceStage, 'source' | 'origin'>,
  from: string | undefined,
  to: string,
): Promise<Compared> {
  const { source, origin } = stage
  const comparison = await source.changes({ origin, from, to, interest: 'every' })
  demand(comparison.outcome === 'compared', `expected a comparison, found ${comparison.outcome}`)
  return comparison
}

/** Every change between two revisions, in one order whatever the source's is. */
export async function changesBetween(
  stage: Pick<ChangeSourceStage, 'source' | 'origin'>,
  from: string | undefined,
  to: string,
): Promise<readonly string[]> {
  const { changes } = await compared(stage, from, to)
  const told: string[] = []
  for await (const change of changes) told.push(spelt(change))
  return told.sort()
}

const spelt = ({ change, path }: Change) => `${change} ${JSON.stringify(path)}`

/** Demands exactly these changes, such as `['added a', 'deleted b']`, each told once. */
export function same(
  told: readonly string[],
  expected: readonly (readonly [Change['change'], string])[],
): void {
  const wanted = expected.map(([change, path]) => spelt({ change, path })).sort()
  const open = new Set(wanted)
  // What was told once is not open any more, so that a second time is too many.
  const extra = told.filter((each) => !open.delete(each))
  const missing = [...open]
  const few = (list: readonly string[]) => (list.length === 0 ? 'none' : list.slice(0, 5).join(', '))
  demand(
    missing.length + extra.length === 0,
    `expected ${wanted.length} changes, found ${few(missing)} missing, ${few(extra)} too many`,
  )
}

/** Files of a number, spread over directories. */
export function files(count: number): readonly Edit[] {
  return Array.from({ length: count }, (_, number) => ({ put: pathOf(number), content: `${number}` }))
}

export const pathOf = (number: number) => `area-${number % 7}/file-${number}.txt`

/** What an act rejects with; nothing when it does not. */
export function rejectionOf(act: Promise<unknown>): Promise<unknown> {
  return act.then(
    () => undefined,
    (error: unknown) => error ?? 'nothing',
  )
}

export const named = (error: unknown) => (error instanceof Error ? error.name : String(error))
