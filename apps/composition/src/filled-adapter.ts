import { ConfigurationInvalid } from '@sallyport/kernel'
import { type Made, made, type Place, type Shelf } from './adapter.ts'
import type { AdapterChoice } from './configuration-document.ts'
import { withSecrets } from './secret.ts'
import type { Environment } from './settings.ts'

/** As {@link made}, of a choice whose secrets are still to be fetched; their faults stand beside its own. */
export async function madeWithSecrets<Adapter, Surroundings>(
  choice: AdapterChoice,
  shelf: Shelf<Adapter, Surroundings>,
  place: Place<Surroundings> & { readonly environment: Environment },
): Promise<Made<Adapter>> {
  try {
    return await made(await withSecrets(choice, place.environment, place.path), shelf, place)
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error
    return { outcome: 'faulty', issues: error.issues }
  }
}
