import type { Issue } from '@sallyport/kernel'
import { type ConfigurationSummary, configurationFindings } from './configuration-check.ts'
import { type DocumentKind, documentKind } from './document-kind.ts'
import { documentText, type PlacedIssue } from './document-text.ts'
import { type PermissionsSummary, permissionsFindings } from './permissions-check.ts'
import type { Source } from './source.ts'

/** All that is known of one document. */
export interface FileReport {
  readonly file: string
  /** `unreadable` text has no members to tell a kind by; `rules` are recognised and not checked. */
  readonly kind: DocumentKind | 'unreadable'
  readonly issues: readonly PlacedIssue[]
  readonly summary?: PermissionsSummary | ConfigurationSummary
  /** Another document that this one names. */
  readonly permissionsFile?: string
}

/** Checks one document by itself, as the Lambda that reads it would. */
export async function checkDocument({ file, content, language }: Source): Promise<FileReport> {
  const text = documentText(content, language)
  if (text.outcome === 'illegible') return { file, kind: 'unreadable', issues: text.issues }
  const kind = documentKind(text.value)
  const { issues, ...rest } = await findingsOf(kind, text.value)
  const placed = issues.map((issue) => ({ ...issue, ...text.positions.of(issue) }))
  return { file, kind, issues: [...text.issues, ...placed].toSorted(byPlace), ...rest }
}

/** Gate 2's documents join here when gate 2 comes. */
async function findingsOf(
  kind: DocumentKind,
  value: unknown,
): Promise<Omit<FileReport, 'file' | 'kind' | 'issues'> & { readonly issues: readonly Issue[] }> {
  if (kind === 'permissions') return permissionsFindings(value)
  if (kind === 'configuration') return configurationFindings(value)
  return { issues: [] }
}

const byPlace = (one: PlacedIssue, other: PlacedIssue) => one.line - other.line || one.column - other.column
