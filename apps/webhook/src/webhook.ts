import type { Environment } from '@sallyport/composition'
import {
  adapterOf,
  allMade,
  collected,
  type Made,
  made,
  withSecrets,
} from '@sallyport/composition/configured'
import type { Ledger } from '@sallyport/delivery'
import { type GithubWebhook, githubWebhook, type WebhookRecord } from '@sallyport/entrance-github-webhook'
import type { Configuration } from './configuration-document.ts'
import { ledgers, queues } from './shelves.ts'

/** What a webhook is told and tells beside its configuration. */
export interface Surroundings {
  readonly report: (record: WebhookRecord) => void
  /** Where secrets may be. */
  readonly environment: Environment
}

/** What a configuration says beside its schema. */
export type WebhookParts = Pick<Configuration, 'secrets' | 'queue' | 'ledger' | 'repositories'>

/**
 * Builds the webhook out of a configuration, importing only the adapters that it names.
 *
 * @throws ConfigurationInvalid with the faults of every adapter at once
 */
export async function webhookFrom(
  configuration: WebhookParts,
  { report, environment }: Surroundings,
): Promise<GithubWebhook> {
  const { secrets: references, repositories } = configuration
  const secrets = await collected(async () => {
    const given: { readonly secrets: readonly unknown[] } = { secrets: references }
    return (await withSecrets(given, environment, [])).secrets as readonly string[]
  })
  const queue = await made(configuration.queue, queues, { path: ['queue'], surroundings: {} })
  const ledger = await ledgerOf(configuration)
  const webhook = await collected(async () =>
    githubWebhook({
      // Whatever stands in for what is missing is never called: what is missing throws below.
      secrets: secrets.outcome === 'made' ? secrets.adapter : ['missing'],
      forward: queue.outcome === 'made' ? queue.adapter.forward : async () => undefined,
      report,
      ...(ledger?.outcome === 'made' ? { deliveries: ledger.adapter } : {}),
      ...(repositories === undefined ? {} : { repositories }),
    }),
  )
  const parts: readonly (Made<unknown> | undefined)[] = [secrets, queue, ledger]
  allMade(parts.flatMap((part) => part ?? []).concat(webhook))
  return adapterOf(webhook)
}

/** Nothing where deliveries are remembered in the process. */
async function ledgerOf({ ledger }: WebhookParts): Promise<Made<Ledger> | undefined> {
  if (ledger === undefined) return undefined
  const tried = await made(ledger, ledgers, { path: ['ledger'], surroundings: {} })
  // The entrance remembers by itself, and no more than a process can hold.
  return ledger.use === 'memory' && tried.outcome === 'made' ? undefined : tried
}
