import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Gate } from '@sallyport/delivery/deliver'
import { type Clock, type DocumentNotice, type DocumentStore, livingDocument } from '@sallyport/kernel'
import { lockedRules, rulesFromBoth } from './locked-rules.ts'

/** What a gate is told and tells beside its configuration. */
export interface Surroundings {
  readonly clock: Clock
  readonly notify: (notice: DocumentNotice) => void
}

/** Longer than an invocation lasts, shorter than EventBridge and SQS wait before they try again. */
const leaseSeconds = 60
const patienceSeconds = 10

export const pause = (milliseconds: number): Promise<void> => setTimeout(milliseconds)

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What every deployment of the trigger has in common. */
export function gateOf(
  parts: Pick<Gate, 'sources' | 'ledger' | 'pipelines'>,
  rules: {
    readonly store: DocumentStore
    /** Of the workspace whose packages rules name. */
    readonly lock?: DocumentStore | undefined
    readonly freshForSeconds: number
    readonly staleForSeconds: number
  },
  { clock, notify }: Surroundings,
): Gate {
  const parse = (content: string) => rulesFromBoth(content, { digest })
  const store = lockedRules(rules.store, rules.lock)
  return {
    ...parts,
    rules: livingDocument({ ...rules, store, parse, clock, notify }),
    clock,
    digest,
    pause,
    leaseSeconds,
    patienceSeconds,
  }
}
