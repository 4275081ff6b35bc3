import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Fault, FaultQueue } from './faults.ts'
import { checkInput, type Input } from './input-check.ts'
import type { Api, Call, Operation } from './operation.ts'
import { AwsRefusal } from './refusal.ts'
import { checkSignature } from './signature.ts'

/** What the endpoint does with a request: answers it, or cuts the connection. */
export type Outcome =
  | {
      readonly outcome: 'answered'
      readonly status: number
      readonly body: object
      /** Of an API that has another than `application/x-amz-json-1.1`. */
      readonly contentType?: Api['contentType']
    }
  | { readonly outcome: 'cut' }

export interface Desk {
  readonly apis: readonly Api[]
  readonly faults: FaultQueue
  readonly record: (call: Call) => void
  /** Ends waits when the simulator closes. */
  readonly closing: AbortSignal
}

export interface Message {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Answers one request of the JSON protocols. */
export async function exchange(message: Message, desk: Desk): Promise<Outcome> {
  const outcome = await answerTo(message, desk)
  const contentType = apiOf(message, desk)?.contentType
  return outcome.outcome === 'cut' || contentType === undefined ? outcome : { ...outcome, contentType }
}

async function answerTo(message: Message, desk: Desk): Promise<Outcome> {
  try {
    return await performed(understood(message, desk), desk)
  } catch (error) {
    if (error instanceof AwsRefusal) return refused(error)
    // Whatever else went wrong is told to whoever runs the simulator, as AWS never would.
    return refused(new AwsRefusal('InternalFailure', `aws-simulator: ${String(error)}`, 500))
  }
}

interface Understood {
  readonly api: Api
  readonly name: string
  readonly operation: Operation
  readonly value: unknown
}

const targetOf = ({ headers }: Message) => String(headers['x-amz-target'] ?? '').split('.')

function apiOf(message: Message, { apis }: Desk): Api | undefined {
  const [prefix] = targetOf(message)
  return apis.find(({ targetPrefix }) => targetPrefix === prefix)
}

function understood(message: Message, desk: Desk): Understood {
  const { headers, body } = message
  const [, name = ''] = targetOf(message)
  const api = apiOf(message, desk)
  const operation =
    api !== undefined && Object.hasOwn(api.operations, name) ? api.operations[name] : undefined
  const isJson = headers['content-type'] === (api?.contentType ?? 'application/x-amz-json-1.1')
  if (api === undefined || operation === undefined || !isJson)
    throw new AwsRefusal('UnknownOperationException', '')
  checkSignature(headers.authorization, api.signingName)
  return { api, name, operation, value: parsed(body) }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new AwsRefusal('SerializationException', 'Unable to parse the request as JSON')
  }
}

async function performed({ api, name, operation, value }: Understood, desk: Desk): Promise<Outcome> {
  const asked = recordable(value)
  desk.record({ api: api.signingName, operation: name, input: asked })
  const fault = desk.faults.take(name, asked)
  if (fault?.kind === 'refuse_connection') return { outcome: 'cut' }
  if (fault !== undefined) await suffer(fault, `${api.signingName}:${name}`, desk)
  const body = await operation.answer(checkInput(operation.input, value))
  return fault?.kind === 'answer_lost' ? { outcome: 'cut' } : { outcome: 'answered', status: 200, body }
}

const recordable = (value: unknown): Input =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

async function suffer({ kind, milliseconds = 1000 }: Fault, action: string, { closing }: Desk) {
  if (kind === 'throttle') throw new AwsRefusal('ThrottlingException', 'Rate exceeded')
  if (kind === 'internal') throw new AwsRefusal('InternalFailure', 'Internal failure', 500)
  if (kind === 'conflict')
    throw new AwsRefusal(
      'ConflictException',
      'Your request cannot be handled because the pipeline is busy handling ongoing activities. Try again later.',
    )
  if (kind === 'access_denied')
    throw new AwsRefusal(
      'AccessDeniedException',
      `User: arn:aws:sts::111122223333:assumed-role/simulated/simulated is not authorized to perform: ${action}`,
    )
  if (kind === 'slow') await pause(milliseconds, undefined, { signal: closing })
}

const refused = ({ type, message, status }: AwsRefusal): Outcome => ({
  outcome: 'answered',
  status,
  body: message === '' ? { __type: type } : { __type: type, message },
})
