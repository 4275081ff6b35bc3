/** What came back over the wire. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

const prefixes: Readonly<Record<string, string>> = {
  codecommit: 'CodeCommit_20150413',
  codepipeline: 'CodePipeline_20150709',
  ecr: 'AmazonEC2ContainerRegistry_V20150921',
  sqs: 'AmazonSQS',
}

export const authorizationFor = (scope: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261125/eu-west-1/${scope}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`

/** A call as curl would make it: `rawCall(url, 'codecommit.GetBranch', { ... })`. */
export async function rawCall(url: string, action: string, input: unknown): Promise<RawAnswer> {
  const [api = '', operation = ''] = action.split('.')
  return rawRequest(url, typeof input === 'string' ? input : JSON.stringify(input), {
    'x-amz-target': `${prefixes[api] ?? api}.${operation}`,
    'content-type': 'application/x-amz-json-1.1',
    authorization: authorizationFor(api),
  })
}

export async function rawRequest(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<RawAnswer> {
  const response = await fetch(url, { method: 'POST', headers, body })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as RawAnswer['body'],
  }
}
