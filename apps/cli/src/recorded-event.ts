import { type MethodArn, methodArn } from '@sallyport/access'
import { UsageError } from './exit.ts'
import { contentOf } from './source.ts'

/** What a recorded authorizer event says of a call. */
export interface RecordedEvent {
  readonly type: 'TOKEN' | 'REQUEST'
  readonly methodArn: MethodArn
  /** As it was sent, scheme included. */
  readonly authorization?: string
  /** All but the token's. */
  readonly headers: readonly (readonly [string, string])[]
  readonly query: Readonly<Record<string, readonly string[]>>
  readonly sourceIp?: string
}

/** @throws UsageError when the file has no TOKEN or REQUEST event of a REST API */
export async function recordedEvent(file: string): Promise<RecordedEvent> {
  const event = parsed(await contentOf(file))
  const type = event?.['type']
  if (event === undefined || (type !== 'TOKEN' && type !== 'REQUEST'))
    throw new UsageError(file, 'a TOKEN or REQUEST event of a REST API', 'something else')
  const arn = typeof event['methodArn'] === 'string' ? methodArn(event['methodArn']) : undefined
  if (arn === undefined) throw new UsageError(file, 'the methodArn of a REST API', 'none')
  if (type === 'TOKEN') {
    const token = event['authorizationToken']
    return {
      type,
      methodArn: arn,
      headers: [],
      query: {},
      ...(isText(token) ? { authorization: token } : {}),
    }
  }
  return { ...circumstances(event), type, methodArn: arn }
}

function circumstances(event: Members): Omit<RecordedEvent, 'type' | 'methodArn'> {
  const headers = Object.entries(listsOf(event['multiValueHeaders'], event['headers'])).flatMap(
    ([name, values]) => values.map((value) => [name, value] as const),
  )
  const authorization = headers.find(([name]) => isAuthorization(name))?.[1]
  const identity = membersOf(membersOf(event['requestContext'])['identity'])
  const { sourceIp } = identity
  return {
    headers: headers.filter(([name]) => !isAuthorization(name)),
    query: listsOf(event['multiValueQueryStringParameters'], event['queryStringParameters']),
    ...(authorization === undefined ? {} : { authorization }),
    ...(isText(sourceIp) ? { sourceIp } : {}),
  }
}

const isAuthorization = (name: string) => name.toLowerCase() === 'authorization'

type Members = Readonly<Record<string, unknown>>

/** The map of all values, or, where there is none, that of single ones. */
function listsOf(several: unknown, single: unknown): Readonly<Record<string, readonly string[]>> {
  const lists = Object.entries(membersOf(several)).map(([name, values]) => [name, textsIn(values)] as const)
  if (lists.length > 0) return Object.fromEntries(lists)
  return Object.fromEntries(
    Object.entries(membersOf(single)).map(([name, value]) => [name, textsIn([value])]),
  )
}

const textsIn = (values: unknown): readonly string[] => (Array.isArray(values) ? values.filter(isText) : [])

const isText = (value: unknown): value is string => typeof value === 'string'

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}

function parsed(content: string): Members | undefined {
  try {
    return membersOf(JSON.parse(content))
  } catch {
    return undefined
  }
}
