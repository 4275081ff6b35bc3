import { createHash } from 'node:crypto'
import { type Operation, requiredIn, textIn } from '../wire/operation.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { structure, text, whole } from '../wire/shape.ts'
import type { QueueDefinition, Queues } from './queue.ts'

/** Members of SendMessage, from SQS's API reference; attributes are not here. */
const input = structure(
  {
    QueueUrl: text(),
    MessageBody: text(),
    DelaySeconds: whole(),
    MessageGroupId: text(),
    MessageDeduplicationId: text(),
  },
  ['QueueUrl', 'MessageBody'],
)

const mostMessageBytes = 1_048_576

/** Of MessageGroupId and MessageDeduplicationId: letters, digits and punctuation, 1 to 128. */
const idPattern = /^[!-~]{1,128}$/

/** What XML 1.0 cannot say; SQS puts U+FFFD in its place, and says nothing. */
const unspeakable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** SendMessage: once for each deduplication id of a FIFO queue. */
export const sendMessage = (queues: Queues): Operation => ({
  input,
  async answer(asked) {
    const name = queueIn(requiredIn(asked, 'QueueUrl'), queues)
    const definition = queues.definitions.get(name) ?? {}
    const body = requiredIn(asked, 'MessageBody')
    const group = textIn(asked, 'MessageGroupId')
    const deduplicationId = textIn(asked, 'MessageDeduplicationId')
    checkBody(body, definition)
    checkIds({ MessageGroupId: group, MessageDeduplicationId: deduplicationId })
    if ((definition.fifo ?? name.endsWith('.fifo')) && group === undefined)
      throw new AwsRefusal('MissingParameter', 'The request must contain the parameter MessageGroupId.')
    const { id, sequence } = await queues.send(name, {
      body: body.replaceAll(unspeakable, '\ufffd'),
      group,
      deduplicationId,
    })
    return {
      MessageId: id,
      MD5OfMessageBody: createHash('md5').update(body).digest('hex'),
      ...(sequence === undefined ? {} : { SequenceNumber: sequence }),
    }
  },
})

/** The queue's name is the last step of its URL; whose host that is makes no difference here. */
function queueIn(url: string, { definitions }: Queues): string {
  const name = URL.canParse(url) ? (new URL(url).pathname.split('/')[2] ?? '') : ''
  if (definitions.has(name)) return name
  throw new AwsRefusal('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.')
}

function checkBody(body: string, { maximumMessageBytes = mostMessageBytes }: QueueDefinition): void {
  if (body === '') throw invalid('Message must be at least 1 character')
  if (Buffer.byteLength(body) > maximumMessageBytes)
    throw invalid(`Message must be shorter than ${maximumMessageBytes} bytes`)
}

function checkIds(ids: Readonly<Record<string, string | undefined>>): void {
  for (const [name, id] of Object.entries(ids))
    if (id !== undefined && !idPattern.test(id))
      throw new AwsRefusal(
        'InvalidParameterValue',
        `Value ${id} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
      )
}

const invalid = (reason: string) =>
  new AwsRefusal('InvalidParameterValue', `One or more parameters are invalid. Reason: ${reason}.`)
