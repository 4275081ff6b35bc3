import { parentPort, workerData } from 'node:worker_threads'
import { followTime, type SharedOffset } from './moved-date.ts'

/** What a Lambda's thread is started with. */
export interface LambdaThread {
  /** URL of the bundle's `index.mjs`. */
  readonly bundle: string
  readonly offset: SharedOffset
}

export interface Invocation {
  readonly id: number
  readonly event: unknown
  readonly requestId: string
}

export type Completion =
  | { readonly id: number; readonly outcome: 'answered'; readonly payload: string }
  | {
      readonly id: number
      readonly outcome: 'failed'
      readonly errorType: string
      readonly errorMessage: string
    }

const { bundle, offset } = workerData as LambdaThread
followTime(offset)
const { handler } = (await import(bundle)) as {
  handler: (event: unknown, context: { awsRequestId: string }) => Promise<unknown>
}
parentPort?.postMessage('ready')
parentPort?.on('message', ({ id, event, requestId }: Invocation) => {
  const complete = (completion: Completion) => parentPort?.postMessage(completion)
  handler(event, { awsRequestId: requestId }).then(
    (answer) => complete({ id, outcome: 'answered', payload: JSON.stringify(answer) ?? 'null' }),
    (error: unknown) => {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
      complete({ id, outcome: 'failed', errorType: name, errorMessage: message })
    },
  )
})
