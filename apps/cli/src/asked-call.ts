import { type ApiStage, methodArn } from '@sallyport/access'
import { type Permissions } from '@sallyport/access/documents'
import type { GatewayRequest } from '@sallyport/gateway-simulator'
import { nearestWord } from '@sallyport/kernel'
import { UsageError } from './exit.ts'
import { apisOf } from './policy-sizes.ts'
import type { RecordedEvent } from './recorded-event.ts'

/** The call that is asked about, as the gateway would get it, but for its token. */
export interface AskedCall {
  readonly api: ApiStage
  readonly authorizer: 'TOKEN' | 'REQUEST'
  readonly request: GatewayRequest
  /** Whether anybody said where the caller is. */
  readonly sourceIp: 'given' | 'assumed'
}

export interface CallOptions {
  readonly request?: string
  readonly api?: string
  readonly sourceIp?: string
  readonly userAgent?: string
}

const verbs = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

/** @throws UsageError when request or API are neither given nor to be found */
export function askedCall(
  options: CallOptions,
  event: RecordedEvent | undefined,
  permissions: Permissions | undefined,
): AskedCall {
  const { sourceIp = event?.sourceIp, userAgent } = options
  const { method, path, query } = requestOf(options.request, event)
  const others = (event?.headers ?? []).filter(
    ([name]) => userAgent === undefined || name.toLowerCase() !== 'user-agent',
  )
  const isRequest = event?.type === 'REQUEST' || options.sourceIp !== undefined || userAgent !== undefined
  return {
    api: event?.methodArn ?? apiFrom(options.api, permissions),
    authorizer: isRequest ? 'REQUEST' : 'TOKEN',
    sourceIp: sourceIp === undefined ? 'assumed' : 'given',
    request: {
      method,
      path,
      query,
      headers: userAgent === undefined ? others : [...others, ['User-Agent', userAgent]],
      sourceIp: sourceIp ?? '127.0.0.1',
    },
  }
}

function requestOf(written: string | undefined, event: RecordedEvent | undefined) {
  if (written === undefined) {
    if (event === undefined)
      throw new UsageError('--request', 'a verb and a path, such as "GET /pets/7"', 'nothing')
    return { method: event.methodArn.verb, path: event.methodArn.path, query: event.query }
  }
  const [, method = '', path = '', query] =
    /^(\S+) (\/[\x21-\x3e\x40-\x7e]*)(?:\?([\x21-\x7e]*))?$/.exec(written) ?? []
  if (!verbs.includes(method)) {
    const near = nearestWord(method, verbs)
    const hint = near === undefined ? '' : `; did you mean "${near}"?`
    const found = method === '' ? JSON.stringify(written) : `${JSON.stringify(method)}${hint}`
    throw new UsageError('--request', 'a verb and a path, such as "GET /pets/7"', found)
  }
  return { method, path, query: query === undefined ? (event?.query ?? {}) : queryOf(query) }
}

function queryOf(text: string): Readonly<Record<string, readonly string[]>> {
  const values = new URLSearchParams(text)
  return Object.fromEntries([...values.keys()].map((name) => [name, values.getAll(name)]))
}

function apiFrom(written: string | undefined, permissions: Permissions | undefined): ApiStage {
  const form = 'an API and stage, such as "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod"'
  if (written !== undefined) {
    const api = methodArn(`${written}/GET/`)
    // A method ARN would be taken for a stage with slashes in its path.
    if (api !== undefined && written.split('/').length === 2) return api
    throw new UsageError('--api', form, JSON.stringify(written))
  }
  const apis = permissions === undefined ? [] : apisOf(permissions.index.all)
  const [only] = apis
  if (only !== undefined && apis.length === 1 && !only.name.includes('*')) return only.stage
  const found =
    apis.length === 0
      ? 'nothing'
      : `nothing, and in the permissions ${apis.map(({ name }) => name).join(', ')}`
  throw new UsageError('--api', form, found)
}
