import { collected, type Made, made, type Place, type Shelf } from './adapter.ts'
import type { AdapterChoice } from './configuration-document.ts'
import { withSecrets } from './secret.ts'
import type { Environment } from './settings.ts'

/** As {@link made}, of a choice whose secrets are still to be fetched; their faults stand beside its own. */
export async function madeWithSecrets<Adapter, Surroundings>(
  choice: AdapterChoice,
  shelf: Shelf<Adapter, Surroundings>,
  place: Place<Surroundings> & { readonly environment: Environment },
): Promise<Made<Adapter>> {
  const filled = await collected(() => withSecrets(choice, place.environment, place.path))
  return filled.outcome === 'made' ? made(filled.adapter, shelf, place) : filled
}
