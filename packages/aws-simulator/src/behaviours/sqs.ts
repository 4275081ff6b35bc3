import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const sqsBehaviours = [
  {
    id: 'sqs-json-1-0',
    statement: 'SQS speaks `application/x-amz-json-1.0`, and names operations `AmazonSQS.SendMessage`',
    evidence: 'documented',
    source: 'SQS developer guide, Making requests using the AWS JSON protocol',
  },
  {
    id: 'sqs-queue-url',
    statement: 'A queue is named by the path of its URL; one nobody made is `QueueDoesNotExist`',
    evidence: 'documented',
    source: 'SQS API reference, SendMessage, Errors',
  },
  {
    id: 'sqs-md5',
    statement: 'SendMessage answers a message id and the MD5 of the body, which the SDK compares',
    evidence: 'documented',
    source: 'SQS API reference, SendMessage, MD5OfMessageBody',
  },
  {
    id: 'sqs-size',
    statement: 'A body is 1 byte to 1 MiB, or as little as the queue says: else `InvalidParameterValue`',
    evidence: 'documented',
    source: 'SQS developer guide, message quotas; the exception and its wording are reported',
  },
  {
    id: 'sqs-characters',
    statement: 'What XML 1.0 cannot say is stored as U+FFFD, and nobody is told',
    evidence: 'documented',
    source: 'SQS API reference, SendMessage; it once was refused',
  },
  {
    id: 'sqs-characters-md5',
    statement: 'The MD5 is of the body as it was sent, before letters were replaced',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'sqs-fifo-group',
    statement: 'A FIFO queue wants a MessageGroupId: `MissingParameter`',
    evidence: 'reported',
    source: 'documented as needed; the exception is quoted in AWS SDK issues',
  },
  {
    id: 'sqs-ids',
    statement: 'Group and deduplication ids are 1 to 128 ASCII letters, digits and punctuation',
    evidence: 'documented',
    source: 'SQS API reference, SendMessage; the exception and its wording are reported',
  },
  {
    id: 'sqs-fifo-deduplication',
    statement: 'The same deduplication id within 5 minutes is answered the same, and queued once',
    evidence: 'documented',
    source: 'SQS developer guide, Exactly-once processing; the same answer is assumed',
  },
  {
    id: 'sqs-fifo-content-based',
    statement: 'Without a deduplication id a FIFO queue needs content-based deduplication',
    evidence: 'documented',
    source: 'SQS API reference, SendMessage, MessageDeduplicationId',
  },
  {
    id: 'sqs-fair-group',
    statement: 'Another queue takes a MessageGroupId too, and repeats nothing',
    evidence: 'documented',
    source: 'SQS developer guide, Amazon SQS fair queues',
  },
] as const satisfies readonly Behaviour[]
