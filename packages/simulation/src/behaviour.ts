/** Something a simulator does as the real service does it, and how we know that the service does. */
export interface Behaviour {
  readonly id: string
  readonly statement: string
  /** By its maker; by someone who saw it first-hand; or by nobody, so that it is our guess. */
  readonly evidence: 'documented' | 'reported' | 'assumed'
  readonly source: string
}

/** The table of a simulator's README, its columns padded as the formatter has them. */
export function behaviourTable(behaviours: readonly Behaviour[]): string {
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
