import type { Issue } from '@sallyport/kernel'
import { type ConfigurationSummary, configurationFindings } from './configuration-check.ts'
import { type DocumentKind, documentKind } from './document-kind.ts'
import { documentText, type PlacedIssue } from './document-text.ts'
import { type PermissionsSummary, permissionsFindings } from './permissions-check.ts'
import { type RulesSummary, rulesFindings } from './rules-check.ts'
import type { Source } from './source.ts'
import { type TriggerSummary, triggerFindings } from './trigger-check.ts'

export type DocumentSummary = PermissionsSummary | ConfigurationSummary | RulesSummary | TriggerSummary

/** All that is known of one document. */
export interface FileReport {
  readonly file: string
  /** `unreadable` text has no members to tell a kind by. */
  readonly kind: DocumentKind | 'unreadable'
  readonly issues: readonly PlacedIssue[]
  readonly summary?: DocumentSummary
  /** Another document that this one names. */
  readonly names?: { readonly file: string; readonly document: 'permissions' | 'rules' }
}

export interface CheckSurroundings {
  /** What the document is, where it is known; its members tell otherwise. */
  readonly kind?: DocumentKind
  /** Every path of the repository that rules are about. */
  readonly tree?: readonly string[]
}

/** Checks one document by itself, as the Lambda that reads it would. */
export async function checkDocument(
  { file, content, language }: Source,
  surroundings: CheckSurroundings = {},
): Promise<FileReport> {
  const text = documentText(content, language)
  if (text.outcome === 'illegible') return { file, kind: 'unreadable', issues: text.issues }
  const kind = surroundings.kind ?? documentKind(text.value)
  const { issues, ...rest } = await findingsOf(kind, text.value, surroundings.tree)
  const placed = issues.map((issue) => ({ ...issue, ...text.positions.of(issue) }))
  return { file, kind, issues: [...text.issues, ...placed].toSorted(byPlace), ...rest }
}

type Findings = Omit<FileReport, 'file' | 'kind' | 'issues'> & { readonly issues: readonly Issue[] }

async function findingsOf(
  kind: DocumentKind,
  value: unknown,
  tree: readonly string[] | undefined,
): Promise<Findings> {
  if (kind === 'permissions') return permissionsFindings(value)
  if (kind === 'configuration') return configurationFindings(value)
  return kind === 'rules' ? rulesFindings(value, tree) : triggerFindings(value, tree)
}

const byPlace = (one: PlacedIssue, other: PlacedIssue) => one.line - other.line || one.column - other.column
