import type { Issue } from '@sallyport/kernel'
import { type Configuration, readConfiguration, webhookFrom } from '@sallyport/webhook'
import { compositionIssues } from './composition-issues.ts'

/** What a webhook's configuration comes to. */
export interface WebhookSummary {
  /** How many may have signed. */
  readonly secrets: number
  /** The `use` of each. */
  readonly queue: string
  /** Where deliveries are remembered; in each process when there is none. */
  readonly ledger?: string
  /** How many patterns; every repository when there is none. */
  readonly repositories?: number
}

export interface WebhookFindings {
  readonly issues: readonly Issue[]
  readonly summary?: WebhookSummary
}

/** Faults as the webhook would find them when it starts: its own, and those of every adapter's options. */
export async function webhookFindings(value: unknown): Promise<WebhookFindings> {
  const read = readConfiguration(value)
  if (read.outcome === 'bad') return { issues: read.issues }
  const { configuration } = read
  const { secrets, queue, ledger, repositories } = configuration
  return {
    issues: await adapterIssues(configuration),
    summary: {
      secrets: secrets.length,
      queue: queue.use,
      ...(ledger === undefined ? {} : { ledger: ledger.use }),
      ...(repositories === undefined ? {} : { repositories: repositories.length }),
    },
  }
}

/** Secrets are where the function runs, not where its configuration is checked. */
function adapterIssues(configuration: Configuration): Promise<readonly Issue[]> {
  const secrets = configuration.secrets.map(() => ({ env: 'ANY' }))
  const surroundings = { report: () => undefined, environment: { ANY: 'a secret' } }
  return compositionIssues(() => webhookFrom({ ...configuration, secrets }, surroundings))
}
