import type { DocumentSummary, FileReport } from './document-check.ts'
import { issueLine } from './issue-line.ts'
import type { LockSummary } from './lock-check.ts'
import type { PermissionsSummary } from './permissions-check.ts'
import type { PolicySize } from './policy-sizes.ts'
import type { RulesSummary } from './rules-check.ts'
import { counted, type Paint, printable } from './terminal.ts'
import type { TriggerSummary } from './trigger-check.ts'
import type { WebhookSummary } from './webhook-check.ts'

const mostSizes = 10

/** What a kind is called where its own word does not say it. */
const titles: Readonly<Record<string, string>> = {
  trigger: 'trigger configuration',
  webhook: 'webhook configuration',
  lock: 'lock of a workspace',
}

/** A document's Issues and summary, for people. */
export function checkPage(report: FileReport, paint: Paint): readonly string[] {
  const { file, kind, issues, summary } = report
  const lines = issues.map((issue) => issueLine(file, issue, paint))
  const faults = issues.filter(({ severity }) => severity === 'fault').length
  const word = faults === 0 ? paint('good', 'good') : paint('bad', counted(faults, 'fault'))
  const head = `${printable(file)}: ${titles[kind] ?? kind}, ${word}`
  if (summary === undefined) return [...lines, head]
  const [first = '', ...others] = summaryLines(summary, paint)
  return [...lines, `${head}; ${first}`, ...others]
}

function summaryLines(summary: DocumentSummary, paint: Paint): readonly string[] {
  if ('grants' in summary) return [contents(summary), ...sizeLines(summary.policyBytes, paint)]
  if ('patterns' in summary) return [rulesContents(summary)]
  if ('packages' in summary) return [lockContents(summary)]
  if ('queue' in summary) return [webhookContents(summary)]
  if ('ledger' in summary) return triggerLines(summary)
  const { verifiers, permissions, cacheSeconds, document } = summary
  const adapters = `verifiers ${verifiers.join(', ')}; permissions ${permissions}`
  return [
    `${printable(adapters)}; cache ${cacheSeconds} s`,
    ...(document === undefined
      ? []
      : [`  inline permissions: ${contents(document)}`, ...sizeLines(document.policyBytes, paint)]),
  ]
}

function triggerLines({ sources, rules, pipelines, ledger, document }: TriggerSummary): readonly string[] {
  const adapters = `sources ${sources.join(', ')}; rules ${rules}; pipelines ${pipelines}; ledger ${ledger}`
  return [
    printable(adapters),
    ...(document === undefined ? [] : [`  inline rules: ${rulesContents(document)}`]),
  ]
}

const webhookContents = ({ secrets, queue, ledger, repositories }: WebhookSummary) =>
  [
    `${counted(secrets, 'secret')}; queue ${printable(queue)}`,
    `deliveries in ${ledger === undefined ? 'each process' : printable(ledger)}`,
    repositories === undefined ? 'every repository' : counted(repositories, 'repository pattern'),
  ].join('; ')

const rulesContents = ({ pipelines, sources, patterns, calendars, tests }: RulesSummary) =>
  [
    counted(pipelines, 'pipeline'),
    sources === 'every' ? 'whatever source events come from' : counted(sources, 'source'),
    counted(patterns, 'pattern'),
    counted(calendars, 'calendar'),
    `${counted(tests, 'test')} run`,
  ].join(', ')

const lockContents = ({ packages, unresolved, lockfile }: LockSummary) =>
  [
    counted(packages, 'package'),
    lockfile === undefined ? 'no lockfile' : printable(lockfile),
    ...(unresolved === 0 ? [] : [`${unresolved} of which it is not known what they install`]),
  ].join(', ')

const contents = ({ grants, scopes, apis }: PermissionsSummary) =>
  [counted(grants, 'grant'), counted(scopes, 'scope'), counted(apis, 'API')].join(', ')

function sizeLines(sizes: readonly PolicySize[], paint: Paint): readonly string[] {
  if (sizes.length === 0) return []
  const shown = sizes.slice(0, mostSizes)
  const width = Math.max(...shown.map(({ bytes }) => String(bytes).length))
  const several = new Set(sizes.map(({ api }) => api)).size > 1
  const more = sizes.length > shown.length ? `; the ${shown.length} largest of ${sizes.length}` : ''
  return [
    `  policy bytes by scopes${more}:`,
    ...shown.map(({ api, scopes, bytes }) => {
      const set = scopes.length === 1 ? (scopes[0] ?? '') : `all ${scopes.length} scopes`
      return `  ${String(bytes).padStart(width + 2)}  ${set}${several ? paint('faint', `  ${api}`) : ''}`
    }),
  ]
}
