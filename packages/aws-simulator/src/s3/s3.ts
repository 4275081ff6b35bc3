import { setTimeout as pause } from 'node:timers/promises'
import type { Door, PlainAnswer } from '../wire/door.ts'
import type { Fault, FaultQueue } from '../wire/faults.ts'
import type { Input } from '../wire/input-check.ts'
import type { Call } from '../wire/operation.ts'
import { checkKnown, checkOwner, inputOf } from './input.ts'
import type { S3Answer } from './operation.ts'
import { operationOf } from './operations.ts'
import { accessDenied, S3Refusal } from './refusal.ts'
import { requestOf, type S3Request } from './request.ts'
import { checkSignature } from './signature.ts'
import { newRequestId, type Stock } from './stock.ts'
import { xmlError } from './xml.ts'

export interface S3Desk {
  readonly stock: Stock
  readonly faults: FaultQueue
  readonly record: (call: Call) => void
  /** Whether PutObject needs no signature. */
  readonly unsignedUploads: 'allowed' | 'refused'
}

interface Circumstances {
  readonly requestId: string
  /** Ends waits when the simulator closes. */
  readonly closing: AbortSignal
}

/** Amazon S3 in memory, in its REST protocol, with path-style addresses. */
export const s3 =
  (desk: S3Desk): Door =>
  async (incoming, closing) => {
    const circumstances = { requestId: newRequestId(), closing }
    try {
      const answer = await answerTo(await requestOf(incoming), desk, circumstances)
      return answer === 'cut' ? { outcome: 'cut' } : sent(answer, circumstances.requestId)
    } catch (error) {
      const refusal = error instanceof S3Refusal ? error : broken(error)
      return refused(refusal, { requestId: circumstances.requestId, method: incoming.method ?? '' })
    }
  }

async function answerTo(
  request: S3Request,
  { stock, ...desk }: S3Desk,
  { requestId, closing }: Circumstances,
): Promise<S3Answer | 'cut'> {
  const upload = request.method === 'PUT' && request.key !== ''
  checkSignature(request, upload ? desk.unsignedUploads : 'refused')
  const operation = operationOf(request)
  const input = inputOf(operation, request)
  desk.record({ api: 's3', operation: operation.name, input })
  const fault = desk.faults.take(operation.name, input, laterPage(input))
  if (fault?.kind === 'refuse_connection') return 'cut'
  if (fault !== undefined) await suffer(fault, closing)
  checkKnown(operation, request)
  const bucket = stock.bucketNamed(request.bucket)
  checkOwner(request, stock.accountId)
  const answer = operation.answer({ input, request, requestId, bucket, stock })
  return fault?.kind === 'answer_lost' ? 'cut' : answer
}

/** S3's tokens do not tell how many pages were before: any, or none. */
const laterPage = (input: Input) =>
  input['KeyMarker'] === undefined && input['ContinuationToken'] === undefined ? 0 : 1

async function suffer({ kind, milliseconds = 1000 }: Fault, closing: AbortSignal): Promise<void> {
  if (kind === 'throttle')
    throw new S3Refusal('SlowDown', 'Please reduce your request rate.', { status: 503 })
  if (kind === 'internal')
    throw new S3Refusal('InternalError', 'We encountered an internal error. Please try again.', {
      status: 500,
    })
  if (kind === 'conflict')
    throw new S3Refusal(
      'OperationAborted',
      'A conflicting conditional operation is currently in progress against this resource. Please try again.',
      { status: 409 },
    )
  if (kind === 'access_denied') throw accessDenied()
  if (kind === 'slow') await pause(milliseconds, undefined, { signal: closing })
}

function sent({ status, headers = {}, body }: S3Answer, requestId: string): PlainAnswer {
  const bytes = body ?? Buffer.alloc(0)
  const bodiless = status === 204 || status === 304
  return {
    outcome: 'plain',
    status,
    headers: {
      'x-amz-request-id': requestId,
      Server: 'AmazonS3',
      ...(body === undefined ? {} : { 'Content-Type': 'application/xml' }),
      ...headers,
      ...(bodiless ? {} : { 'Content-Length': String(bytes.length) }),
    },
    body: bytes,
  }
}

interface Refused {
  readonly method: string
  readonly requestId: string
}

function refused({ code, message, details }: S3Refusal, { method, requestId }: Refused): PlainAnswer {
  const elements = Object.entries({ Code: code, Message: message, ...details.elements, RequestId: requestId })
  const body = xmlError(elements)
  const headers = { 'Content-Type': 'application/xml', ...details.headers }
  return sent({ status: details.status, headers, ...(method === 'HEAD' ? {} : { body }) }, requestId)
}

/** Whatever else went wrong is told to whoever runs the simulator, as AWS never would. */
const broken = (error: unknown) =>
  new S3Refusal('InternalError', `aws-simulator: ${String(error)}`, { status: 500 })
