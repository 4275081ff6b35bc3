import { type AwsSimulator, awsSimulator } from '@sallyport/aws-simulator'
import type { QueueFault, QueueStage } from '@sallyport/delivery/contracts'
import { type SqsOptions, sqs } from './sqs.ts'

export interface SqsStage extends QueueStage {
  readonly simulator: AwsSimulator
  readonly queueUrl: string
  /** How long was waited between attempts, in milliseconds. */
  readonly pauses: readonly number[]
  readonly close: () => Promise<void>
}

/** A queue in a simulated account, and the adapter before it. */
export async function sqsStage(name: string, options: Partial<SqsOptions> = {}): Promise<SqsStage> {
  const simulator = await awsSimulator({ queues: { [name]: {} } })
  const pauses: number[] = []
  const queueUrl = `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`
  const clientOptions = {
    region: 'eu-west-1',
    endpoint: simulator.url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  }
  return {
    simulator,
    queueUrl,
    pauses,
    order: name.endsWith('.fifo') ? 'kept' : 'not_kept',
    queue: sqs(
      { queueUrl, clientOptions, ...options },
      { pause: async (milliseconds) => void pauses.push(milliseconds) },
    ),
    fetched: async () => simulator.messages(name).map(({ body }): unknown => JSON.parse(body)),
    fault: async (kind) => befall(simulator, kind),
    close: simulator.close,
  }
}

function befall({ faults }: AwsSimulator, fault: QueueFault): void {
  faults.clear()
  if (fault === 'throttled_once') faults.next({ kind: 'throttle' })
  if (fault === 'throttled') faults.next({ kind: 'throttle', times: 1000 })
  if (fault === 'answer_lost') faults.next({ kind: 'answer_lost' })
  if (fault === 'unreachable') faults.next({ kind: 'refuse_connection', times: 1000 })
  if (fault === 'silent') faults.next({ kind: 'slow', milliseconds: 3_600_000, times: 1000 })
}
