import { codecommitBehaviours } from './behaviours/codecommit.ts'
import { codepipelineBehaviours } from './behaviours/codepipeline.ts'
import { ecrBehaviours } from './behaviours/ecr.ts'
import { s3Behaviours } from './behaviours/s3.ts'
import { s3ProtocolBehaviours } from './behaviours/s3-protocol.ts'
import { sqsBehaviours } from './behaviours/sqs.ts'
import { wireBehaviours } from './behaviours/wire.ts'

/** Something the simulator does as AWS does it, and how we know that AWS does. */
export interface Behaviour {
  readonly id: string
  readonly statement: string
  /** By AWS; by someone who saw it first-hand; or by nobody, so that it is our guess. */
  readonly evidence: 'documented' | 'reported' | 'assumed'
  readonly source: string
}

const all = [
  ...wireBehaviours,
  ...codecommitBehaviours,
  ...codepipelineBehaviours,
  ...ecrBehaviours,
  ...s3ProtocolBehaviours,
  ...s3Behaviours,
  ...sqsBehaviours,
] as const

/** The name of a behaviour, as tests use it. */
export type BehaviourId = (typeof all)[number]['id']

/** Everything the simulator claims. None of it was tried in an AWS account by us. */
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
