import { type Call, type MethodArn, methodArn } from '@sallyport/access'
import { EventUnsupported } from '@sallyport/kernel'
import { presentedToken, type Presented } from './presented-token.ts'

/** What waits at the gate, out of an event of a REST API's Lambda authorizer. */
export interface Arrival {
  readonly presented: Presented
  readonly call: Call
}

/**
 * Reads a TOKEN or REQUEST event (AWS: "Input to a Lambda authorizer").
 *
 * @throws EventUnsupported for any other event
 */
export function arrival(event: unknown): Arrival {
  if (!isRecord(event)) throw new EventUnsupported('a TOKEN or REQUEST event', inWords(event))
  if (typeof event.routeArn === 'string' || event.version === '2.0')
    throw new EventUnsupported('an event of a REST API', 'payload 2.0 of an HTTP API')
  const arn = requestedMethod(event.methodArn)
  if (event.type === 'TOKEN') {
    const values = typeof event.authorizationToken === 'string' ? [event.authorizationToken] : []
    const presented = presentedToken(values)
    return { presented, call: { kind: 'token', methodArn: arn, ...schemeOf(presented) } }
  }
  if (event.type !== 'REQUEST') throw new EventUnsupported('type TOKEN or REQUEST', inWords(event.type))
  return requestArrival(event, arn)
}

function requestArrival(event: Readonly<Record<string, unknown>>, arn: MethodArn): Arrival {
  const headers = headersOf(event)
  const context = isRecord(event.requestContext) ? event.requestContext : {}
  const identity = isRecord(context.identity) ? context.identity : {}
  const certificate = isRecord(identity.clientCert) ? identity.clientCert.clientCertPem : undefined
  const presented = presentedToken(headers.authorization ?? [])
  return {
    presented,
    call: {
      kind: 'request',
      methodArn: arn,
      headers,
      ...schemeOf(presented),
      ...texts({
        method: event.httpMethod,
        domainName: context.domainName,
        // Not the event's own: this one begins with the stage or base path, as the caller wrote it.
        path: context.path,
        sourceIp: identity.sourceIp,
        userAgent: headers['user-agent']?.at(-1),
        clientCertificate: certificate,
      }),
    },
  }
}

const schemeOf = (presented: Presented): Pick<Call, 'scheme'> =>
  presented.outcome === 'presented' && presented.scheme !== undefined ? { scheme: presented.scheme } : {}

/** The members that are texts; events have null where they have nothing. */
function texts<Name extends string>(members: Readonly<Record<Name, unknown>>) {
  const there = Object.entries(members).filter(([, value]) => typeof value === 'string')
  return Object.fromEntries(there) as Partial<Record<Name, string>>
}

function requestedMethod(text: unknown): MethodArn {
  const arn = typeof text === 'string' ? methodArn(text) : undefined
  if (arn !== undefined) return arn
  throw new EventUnsupported(
    'the methodArn of a REST API',
    typeof text === 'string' ? 'another text' : inWords(text),
  )
}

/**
 * Every value of every header, by its name in lower case. The single-valued map only adds what the
 * other one lacks, so that a second spelling of a name is seen and not swallowed.
 */
function headersOf(event: Readonly<Record<string, unknown>>): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  const add = (name: string, values: readonly unknown[]) => {
    const there = found.get(name.toLowerCase()) ?? []
    found.set(name.toLowerCase(), [...there, ...values.filter((value) => typeof value === 'string')])
  }
  for (const [name, values] of entries(event.multiValueHeaders)) if (Array.isArray(values)) add(name, values)
  for (const [name, value] of entries(event.headers))
    if (!found.get(name.toLowerCase())?.some((each) => each === value)) add(name, [value])
  return Object.fromEntries(found)
}

const entries = (value: unknown) => (isRecord(value) ? Object.entries(value) : [])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function inWords(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  return Array.isArray(value) ? 'a list' : `another ${typeof value}`
}
