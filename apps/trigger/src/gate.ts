import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { allMade, documentStores, made } from '@sallyport/composition/configured'
import type { ChangeSource, Ledger, PipelineStarter } from '@sallyport/delivery'
import type { Gate } from '@sallyport/delivery/deliver'
import { rulesFromText } from '@sallyport/delivery/rules'
import { type Clock, type DocumentNotice, type DocumentStore, livingDocument } from '@sallyport/kernel'
import type { Configuration } from './configuration-document.ts'
import { ledgers, pipelines, sources } from './shelves.ts'

/** What a gate is told and tells beside its configuration. */
export interface Surroundings {
  readonly clock: Clock
  readonly notify: (notice: DocumentNotice) => void
}

/** Longer than an invocation lasts, shorter than EventBridge and SQS wait before they try again. */
const leaseSeconds = 60
const patienceSeconds = 10

const pause = (milliseconds: number): Promise<void> => setTimeout(milliseconds)

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What every deployment of the trigger has in common. */
export function gateOf(
  parts: Pick<Gate, 'sources' | 'ledger' | 'pipelines'>,
  rules: {
    readonly store: DocumentStore
    readonly freshForSeconds: number
    readonly staleForSeconds: number
  },
  { clock, notify }: Surroundings,
): Gate {
  const parse = (content: string) => rulesFromText(content, { digest })
  return {
    ...parts,
    rules: livingDocument({ ...rules, parse, clock, notify }),
    clock,
    digest,
    pause,
    leaseSeconds,
    patienceSeconds,
  }
}

/**
 * Builds gate 2 out of a configuration, importing only the adapters that it names.
 *
 * @throws ConfigurationInvalid with the faults of every adapter at once
 */
export async function gateFrom(configuration: Configuration, surroundings: Surroundings): Promise<Gate> {
  const { freshForSeconds, staleForSeconds, ...rules } = configuration.rules
  const place = (path: string) => ({ path: [path], surroundings: {} })
  const tried = await Promise.all(
    configuration.sources.map((choice, at) =>
      made(choice, sources, { path: ['sources', at], surroundings: { pause } }),
    ),
  )
  const store = await made(rules, documentStores, place('rules'))
  const starter = await made(configuration.pipelines, pipelines, place('pipelines'))
  const ledger = await made(configuration.ledger, ledgers, place('ledger'))
  // Asked together, so that every fault of every adapter is in one answer.
  allMade<ChangeSource | DocumentStore | PipelineStarter | Ledger>([...tried, store, starter, ledger])
  const [stores, starters, books] = [allMade([store]), allMade([starter]), allMade([ledger])]
  return gateOf(
    { sources: allMade(tried), ledger: books[0] as Ledger, pipelines: starters[0] as PipelineStarter },
    { store: stores[0] as DocumentStore, freshForSeconds, staleForSeconds },
    surroundings,
  )
}
