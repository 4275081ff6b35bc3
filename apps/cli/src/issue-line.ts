import { sentence } from '@sallyport/kernel'
import type { PlacedIssue } from './document-text.ts'
import { type Paint, printable } from './terminal.ts'

/** `permissions.yaml:3:7: fault: grants[0].allow[1]: expected ..., found ...; did you mean "..."?` */
export function issueLine(file: string, issue: PlacedIssue, paint: Paint): string {
  const { line, column, severity } = issue
  const tone = severity === 'fault' ? 'bad' : 'warning'
  const place = paint('strong', printable(`${file}:${line}:${column}:`))
  return `${place} ${paint(tone, `${severity}:`)} ${printable(sentence(issue))}`
}
