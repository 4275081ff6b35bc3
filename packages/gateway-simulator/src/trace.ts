import type { BehaviourId } from './behaviour.ts'
import type { GatewayResponseType } from './gateway-response.ts'
import type { Evaluation } from './policy/evaluation.ts'

/** How an answer came about. It holds no token, no claim and no header value. */
export interface Trace {
  readonly requestId: string
  /** As defined, such as `GET /pets/{id}`; absent if none matched. */
  readonly route?: string
  readonly methodArn?: string
  readonly identity: 'not_reached' | 'not_required' | 'missing' | 'rejected' | 'accepted'
  /** Identity sources without a value. */
  readonly missingSources: readonly string[]
  readonly cache: 'not_reached' | 'disabled' | 'hit' | 'miss'
  /** When the cached answer ends, milliseconds since the epoch, exclusive; absent if none is kept. */
  readonly cachedUntil?: number
  readonly invocation: 'not_invoked' | 'answered' | 'unauthorized' | 'failed' | 'malformed'
  /** The kind of event the function was given, if it was. */
  readonly event?: 'TOKEN' | 'REQUEST'
  /** Why the function's answer could not be used. */
  readonly complaint?: string
  readonly evaluation?: Evaluation
  /** Which gateway response was sent; absent when the integration answered. */
  readonly gatewayResponse?: GatewayResponseType
  /** What the simulator refused to guess at. */
  readonly unsupported?: string
  /** Every behaviour the answer relies on, in the order met. */
  readonly behaviours: readonly BehaviourId[]
}

/** Where a trace is written while the request is under way. */
export interface Notebook {
  readonly note: (facts: Partial<Omit<Trace, 'behaviours' | 'requestId'>>) => void
  readonly rely: (...behaviours: readonly BehaviourId[]) => void
  readonly trace: () => Trace
}

export function notebook(requestId: string): Notebook {
  const behaviours = new Set<BehaviourId>()
  let noted: Omit<Trace, 'behaviours'> = {
    requestId,
    identity: 'not_reached',
    missingSources: [],
    cache: 'not_reached',
    invocation: 'not_invoked',
  }
  return {
    note: (facts) => {
      noted = { ...noted, ...facts }
    },
    rely: (...ids) => ids.forEach((id) => behaviours.add(id)),
    trace: () => ({ ...noted, behaviours: [...behaviours] }),
  }
}
