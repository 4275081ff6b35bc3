import type { Issue } from '@sallyport/kernel'
import { type ConfigurationSummary, configurationFindings } from './configuration-check.ts'
import { type DocumentKind, documentKind } from './document-kind.ts'
import { documentText, type PlacedIssue } from './document-text.ts'
import { type LockSummary, lockFindings } from './lock-check.ts'
import { type PermissionsSummary, permissionsFindings } from './permissions-check.ts'
import { type RulesSummary, rulesFindings } from './rules-check.ts'
import type { Source } from './source.ts'
import { type TriggerSummary, triggerFindings } from './trigger-check.ts'
import { type WebhookSummary, webhookFindings } from './webhook-check.ts'
import { type LockOfRules, lockOfRules } from './workspace/lock-of-rules.ts'

export type DocumentSummary =
  | PermissionsSummary
  | ConfigurationSummary
  | RulesSummary
  | TriggerSummary
  | WebhookSummary
  | LockSummary

/** All that is known of one document. */
export interface FileReport {
  readonly file: string
  /** `unreadable` text has no members to tell a kind by. */
  readonly kind: DocumentKind | 'unreadable'
  readonly issues: readonly PlacedIssue[]
  readonly summary?: DocumentSummary
  /** Another document that this one names. */
  readonly names?: { readonly file: string; readonly document: 'permissions' | 'rules' | 'lock' }
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
  const lock = kind === 'rules' ? await lockOfRules(file, text.value) : undefined
  const { issues, ...rest } = await findingsOf(kind, text.value, { tree: surroundings.tree, lock })
  const placed = issues.map((issue) => ({ ...issue, ...text.positions.of(issue) }))
  return { file, kind, issues: [...text.issues, ...placed].toSorted(byPlace), ...rest }
}

type Findings = Omit<FileReport, 'file' | 'kind' | 'issues'> & { readonly issues: readonly Issue[] }

async function findingsOf(
  kind: DocumentKind,
  value: unknown,
  { tree, lock }: { readonly tree: readonly string[] | undefined; readonly lock: LockOfRules | undefined },
): Promise<Findings> {
  if (kind === 'permissions') return permissionsFindings(value)
  if (kind === 'configuration') return configurationFindings(value)
  if (kind === 'lock') return lockFindings(value)
  if (kind === 'webhook') return webhookFindings(value)
  if (kind === 'trigger') return triggerFindings(value, tree)
  const kept = lock?.kept.outcome === 'good' ? lock.kept.lock : undefined
  const found = rulesFindings(value, tree, kept)
  const isThere = lock !== undefined && lock.kept.outcome !== 'absent'
  return isThere ? { ...found, names: { file: lock.file, document: 'lock' } } : found
}

const byPlace = (one: PlacedIssue, other: PlacedIssue) => one.line - other.line || one.column - other.column
