import type { AwsSimulatorOptions } from '@sallyport/aws-simulator'
import type { Decision } from '@sallyport/delivery'
import { isOfDocuments } from './document-bucket.ts'

export interface DeliveryRunOptions {
  /** Told of what the trigger decided about each change. */
  readonly onDecided: (decisions: readonly Decision[]) => void
  readonly log: (text: string) => void
}

type Invoke = (event: unknown) => Promise<unknown>

/** As Lambda does with an asynchronous invocation: an event that failed comes twice more. */
const attempts = 3

/** The way from whatever changes to the trigger, which is opened when the trigger runs. */
export function deliveryRun({ onDecided, log }: DeliveryRunOptions) {
  let trigger: Invoke = () => Promise.reject(new Error('trigger: expected it to run, found it starting'))
  const invoke: Invoke = async (event) => {
    const answer = await trigger(event)
    onDecided((answer as { readonly decisions: readonly Decision[] }).decisions)
    return answer
  }
  const deliver = async (event: unknown): Promise<void> => {
    for (let attempt = 1; attempt <= attempts; attempt++)
      try {
        if (isFailed(await invoke(event))) throw new Error('a message of a batch failed')
        return
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        log(`trigger: ${message} (attempt ${attempt} of ${attempts})\n`)
      }
  }
  const hooks: Pick<AwsSimulatorOptions, 'onObjectCreated' | 'onImageAction' | 'onMessage'> = {
    onObjectCreated: (event) => isOfDocuments(event) || void deliver(event),
    onImageAction: (event) => void deliver(event),
    onMessage: (_, event) => void deliver(event),
  }
  return {
    invoke,
    deliver,
    hooks,
    open: (started: Invoke) => {
      trigger = started
    },
  }
}

const isFailed = (answer: unknown) =>
  typeof answer === 'object' &&
  answer !== null &&
  'batchItemFailures' in answer &&
  Array.isArray(answer.batchItemFailures) &&
  answer.batchItemFailures.length > 0
