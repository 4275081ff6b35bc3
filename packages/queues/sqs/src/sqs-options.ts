import { ConfigurationInvalid, type Issue, nearestWord } from '@sallyport/kernel'
import type { SQSClientConfig } from './sqs-client.ts'

export interface SqsOptions {
  /** As the console and CreateQueue tell it; that of a FIFO queue ends in `.fifo`. */
  readonly queueUrl: string
  /** Of the SDK's client. Region, credentials and endpoint come from its standard environment if left out. */
  readonly clientOptions?: SQSClientConfig
  /** How often one message is sent at most, with full jitter in between. Defaults to 3. */
  readonly attempts?: number
}

const names = ['queueUrl', 'clientOptions', 'attempts']

/** @throws ConfigurationInvalid naming everything that cannot work */
export function refuseUnusable(options: SqsOptions): void {
  const issues: Issue[] = []
  const complain = (name: string, expected: string, found: string) =>
    issues.push({ severity: 'fault', path: [name], expected, found })
  const {
    queueUrl,
    clientOptions,
    attempts = 3,
  }: Readonly<Record<keyof SqsOptions, unknown>> = {
    clientOptions: undefined,
    attempts: undefined,
    ...options,
  }
  if (!isQueueUrl(queueUrl)) complain('queueUrl', 'the URL of an SQS queue', kindOf(queueUrl))
  if (clientOptions !== undefined && (typeof clientOptions !== 'object' || clientOptions === null))
    complain('clientOptions', 'options of SQSClient', kindOf(clientOptions))
  if (!Number.isSafeInteger(attempts) || Number(attempts) < 1)
    complain('attempts', 'a positive whole number', String(attempts))
  for (const name of Object.keys(options).filter((member) => !names.includes(member))) {
    const didYouMean = nearestWord(name, names)
    const issue = { severity: 'fault', path: [name], expected: 'a member that is known' } as const
    issues.push({ ...issue, found: 'an unknown one', ...(didYouMean === undefined ? {} : { didYouMean }) })
  }
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
}

/** An account and a name: `https://sqs.eu-west-1.amazonaws.com/111122223333/events.fifo`. */
function isQueueUrl(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value)) return false
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(value)
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback)
  const isPlain = [search, hash, username, password].every((part) => part === '')
  return isSafe && isPlain && /^\/\d{12}\/(?:[\w-]{1,80}|[\w-]{1,75}\.fifo)$/.test(pathname)
}

/** A URL that is none may hold what belongs elsewhere, and is not repeated. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'string' ? 'another text' : `a ${typeof value}`
}
