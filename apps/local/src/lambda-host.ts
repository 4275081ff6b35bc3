import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import type { Completion, Invocation, LambdaThread } from './lambda-thread.ts'

export interface LambdaHostOptions extends LambdaThread {
  /** The function's environment variables; it sees no others. */
  readonly environment: Readonly<Record<string, string>>
  /** Gets what the function logs, line by line. */
  readonly log: (text: string) => void
}

/** A Lambda function in a thread of its own. */
export interface LambdaHost {
  /** The function's answer, through JSON as on Lambda; rejects with the function's own message. */
  readonly invoke: (event: unknown) => Promise<unknown>
  readonly close: () => Promise<void>
}

/**
 * Starts a built bundle as Lambda would: its own environment, JSON in and out.
 *
 * @throws whatever the bundle throws while it starts
 */
export async function lambdaHost({
  bundle,
  offset,
  environment,
  log,
}: LambdaHostOptions): Promise<LambdaHost> {
  const thread: LambdaThread = { bundle, offset }
  const worker = new Worker(new URL('./lambda-thread.ts', import.meta.url), {
    workerData: thread,
    env: { ...environment, AWS_LAMBDA_FUNCTION_NAME: 'sallyport-local', POWERTOOLS_DEV: 'false' },
    stdout: true,
    stderr: true,
  })
  // Two functions share one log: only whole lines may reach it.
  for (const stream of [worker.stdout, worker.stderr])
    createInterface({ input: stream }).on('line', (line) => log(`${line}\n`))
  await ready(worker)

  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let last = 0
  let isOver = false
  worker.on('message', (completion: Completion) => {
    const call = waiting.get(completion.id)
    waiting.delete(completion.id)
    if (completion.outcome === 'answered') call?.resolve(JSON.parse(completion.payload))
    else call?.reject(new Error(completion.errorMessage))
  })
  worker.on('exit', () => {
    isOver = true
    for (const call of waiting.values()) call.reject(new Error('Runtime exited'))
    waiting.clear()
  })

  return {
    async invoke(event) {
      if (isOver) throw new Error('Runtime exited')
      const call = Promise.withResolvers<unknown>()
      const invocation: Invocation = { id: ++last, event, requestId: randomUUID() }
      waiting.set(invocation.id, call)
      worker.postMessage(invocation)
      return call.promise
    },
    close: async () => void (await worker.terminate()),
  }
}

async function ready(worker: Worker): Promise<void> {
  const started = Promise.withResolvers<void>()
  worker.once('error', started.reject)
  worker.once('message', () => started.resolve())
  await started.promise
  worker.removeListener('error', started.reject)
}
