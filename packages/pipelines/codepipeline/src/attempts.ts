import { UpstreamUnavailable } from '@sallyport/kernel'
import { type Patience, patiently } from '@sallyport/kernel/patience'
import { kindOf } from './answer-kind.ts'

/** How often to ask, and how long to wait in between. */
export type Attempts = Omit<Patience, 'mayPass'>

/**
 * Asks until it is answered, or refused for good.
 *
 * @throws UpstreamUnavailable once all attempts are spent; a refusal as it came
 */
export async function persistently<Answer>(ask: () => Promise<Answer>, attempts: Attempts): Promise<Answer> {
  try {
    return await patiently(ask, { ...attempts, mayPass: isTransient })
  } catch (cause) {
    throw isTransient(cause) ? unavailable(cause, attempts) : cause
  }
}

const isTransient = (cause: unknown) => kindOf(cause) === 'transient'

function unavailable(cause: unknown, { attempts }: Attempts): UpstreamUnavailable {
  const last = cause instanceof Error ? cause.name : typeof cause
  return new UpstreamUnavailable('codepipeline', { cause, found: `${last} after ${attempts} attempts` })
}
