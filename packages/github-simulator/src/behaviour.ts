import { appBehaviours } from './behaviours/app.ts'
import { repositoryBehaviours } from './behaviours/repository.ts'
import { wireBehaviours } from './behaviours/wire.ts'

/** Something the simulator does as GitHub does it, and how we know that GitHub does. */
export interface Behaviour {
  readonly id: string
  readonly statement: string
  /** By GitHub; by someone who saw it first-hand; or by nobody, so that it is our guess. */
  readonly evidence: 'documented' | 'reported' | 'assumed'
  readonly source: string
}

const all = [...wireBehaviours, ...repositoryBehaviours, ...appBehaviours] as const

/** The name of a behaviour, as tests use it. */
export type BehaviourId = (typeof all)[number]['id']

/** Everything the simulator claims. None of it was tried against GitHub by us. */
export const behaviours: readonly (Behaviour & { readonly id: BehaviourId })[] = all

/** The table of the README, its columns padded as the formatter has them. */
export function behaviourTable(): string {
  const head = ['id', 'behaviour', 'evidence', 'source']
  const rows = behaviours.map(({ id, statement, evidence, source }) => [
    `\`${id}\``,
    statement,
    evidence,
    source,
  ])
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[], fill: string) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`
  return [
    line(head, ' '),
    line(
      head.map(() => ''),
      '-',
    ),
    ...rows.map((row) => line(row, ' ')),
  ].join('\n')
}
