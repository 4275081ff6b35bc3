import type { Issue } from '@sallyport/kernel'
import { type Configuration, gateFrom, readConfiguration } from '@sallyport/trigger'
import { compositionIssues } from './composition-issues.ts'
import { everySecret, isOfSecret } from './every-secret.ts'
import { type RulesFindings, type RulesSummary, rulesFindings } from './rules-check.ts'

/** What a trigger's configuration comes to: the `use` of each adapter. */
export interface TriggerSummary {
  readonly sources: readonly string[]
  readonly rules: string
  readonly pipelines: string
  readonly ledger: string
  /** Of rules that stand in the configuration itself. */
  readonly document?: RulesSummary
}

export interface TriggerFindings {
  readonly issues: readonly Issue[]
  readonly summary?: TriggerSummary
  /** Where the rules are, when they are in a file. */
  readonly names?: { readonly file: string; readonly document: 'rules' }
}

/** Faults as the trigger would find them when it starts: its own, and those of every adapter's options. */
export async function triggerFindings(value: unknown, tree?: readonly string[]): Promise<TriggerFindings> {
  const read = readConfiguration(value)
  if (read.outcome === 'bad') return { issues: read.issues }
  const { configuration } = read
  const { sources, rules, pipelines, ledger } = configuration
  const inline = inlineFindings(configuration, tree)
  const { use, path } = rules
  return {
    issues: [...(await adapterIssues(configuration)), ...inline.issues],
    summary: {
      sources: sources.map((source) => source.use),
      rules: use,
      pipelines: pipelines.use,
      ledger: ledger.use,
      ...(inline.summary === undefined ? {} : { document: inline.summary }),
    },
    ...(use === 'file' && typeof path === 'string' && path !== ''
      ? { names: { file: path, document: 'rules' as const } }
      : {}),
  }
}

/** Without those of secrets, which are not here. */
async function adapterIssues(configuration: Configuration): Promise<readonly Issue[]> {
  const issues = await compositionIssues(() =>
    gateFrom(configuration, {
      clock: { now: () => 0 },
      notify: () => undefined,
      environment: everySecret,
    }),
  )
  return issues.filter((issue) => !isOfSecret(issue, configuration))
}

function inlineFindings(
  { rules: { use, document } }: Configuration,
  tree: readonly string[] | undefined,
): RulesFindings {
  if (use !== 'inline' || document === undefined) return { issues: [] }
  const { issues, ...rest } = rulesFindings(document, tree)
  const from = ['rules', 'document']
  return { ...rest, issues: issues.map((issue) => ({ ...issue, path: [...from, ...issue.path] })) }
}
