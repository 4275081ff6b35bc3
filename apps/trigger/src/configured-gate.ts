import type { Environment } from '@sallyport/composition'
import {
  adapterOf,
  allMade,
  byPath,
  documentStores,
  made,
  madeWithSecrets,
} from '@sallyport/composition/configured'
import type { AdapterChoice } from '@sallyport/composition/document'
import type { ChangeSource, Ledger, PipelineStarter } from '@sallyport/delivery'
import type { Gate } from '@sallyport/delivery/deliver'
import type { DocumentStore } from '@sallyport/kernel'
import type { Configuration } from './configuration-document.ts'
import { gateOf, pause, type Surroundings } from './gate.ts'
import { lockPlace } from './lock-place.ts'
import { ledgers, pipelines, sources } from './shelves.ts'

/** Where a gate that is composed by configuration finds its secrets. */
export interface ConfiguredSurroundings extends Surroundings {
  readonly environment: Environment
}

/**
 * Builds gate 2 out of a configuration, importing only the adapters that it names.
 *
 * @throws ConfigurationInvalid with the faults of every adapter at once
 */
export async function gateFrom(
  configuration: Configuration,
  surroundings: ConfiguredSurroundings,
): Promise<Gate> {
  const { freshForSeconds, staleForSeconds, ...written } = configuration.rules
  const { environment } = surroundings
  const besides = lockPlace(written)
  const rules = withoutLock(withItem(written))
  const place = (path: string) => ({ path: [path], surroundings: {} })
  const tried = await Promise.all(
    configuration.sources.map((choice, at) =>
      madeWithSecrets(byPath(choice, environment), sources, {
        path: ['sources', at],
        surroundings: { pause, now: surroundings.clock.now },
        environment,
      }),
    ),
  )
  const store = await made(byPath(rules, environment), documentStores, place('rules'))
  const lock = besides && (await made(byPath(besides, environment), documentStores, place('rules')))
  const starter = await made(configuration.pipelines, pipelines, place('pipelines'))
  const ledger = await made(configuration.ledger, ledgers, place('ledger'))
  // Asked together, so that every fault of every adapter is in one answer.
  allMade<ChangeSource | DocumentStore | PipelineStarter | Ledger>([...tried, store, starter, ledger])
  return gateOf(
    { sources: allMade(tried), ledger: adapterOf(ledger), pipelines: adapterOf(starter) },
    { store: adapterOf(store), lock: lock && adapterOf(lock), freshForSeconds, staleForSeconds },
    surroundings,
  )
}

/** A table holds rules in an item of that name, unless another is said. */
const withItem = (rules: AdapterChoice): AdapterChoice =>
  rules.use === 'dynamodb' ? { document: 'rules', ...rules } : rules

/** A lock may stand inline beside the rules; their store does not know of it. */
function withoutLock({ use, ...options }: AdapterChoice): AdapterChoice {
  const others = Object.entries(options).filter(([name]) => use !== 'inline' || name !== 'lock')
  return { ...Object.fromEntries(others), use }
}
