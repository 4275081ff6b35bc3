import type { Input } from '../wire/input-check.ts'
import { textIn } from '../wire/operation.ts'
import type { S3Operation } from './operation.ts'
import { accessDenied, invalidArgument, notImplemented } from './refusal.ts'
import type { S3Request } from './request.ts'

/** The SDK says by `x-id` what it means; the rest of a request says so too. */
const subresources: readonly string[] = ['x-id', 'versions', 'versioning', 'list-type']

const ownerHeader = 'x-amz-expected-bucket-owner'

/** Headers that change what a request means, so that they cannot be passed over. */
const weighty = /^(?:if-.*|range|x-amz-copy-.*|x-amz-server-side-encryption-customer-.*)$/

const wholeNumbers: readonly string[] = ['MaxKeys', 'ContentLength']

/** The members of an operation's input, under the names they have in the SDK. */
export function inputOf({ query, headers }: S3Operation, request: S3Request): Input {
  const members = [
    ['Bucket', request.bucket],
    ['Key', request.key],
    ['ExpectedBucketOwner', request.headers[ownerHeader]],
    ...Object.entries(query).map(([name, member]) => [member, request.query.get(name)] as const),
    ...Object.entries(headers).map(([name, member]) => [member, request.headers[name]] as const),
  ] as const
  return Object.fromEntries(
    members
      .filter(([name, value]) => value !== undefined && !(name === 'Key' && value === ''))
      .map(([name, value]) => [name, isWhole(name, value) ? Number(value) : value]),
  )
}

const isWhole = (name: string, value: unknown) =>
  wholeNumbers.includes(name) && /^\d{1,15}$/.test(String(value))

/**
 * What is not simulated is refused, where passing over it would answer another question.
 *
 * @throws S3Refusal `NotImplemented`
 */
export function checkKnown({ name, query, headers }: S3Operation, request: S3Request): void {
  const parameter = [...request.query.keys()].find(
    (each) => !Object.hasOwn(query, each) && !subresources.includes(each),
  )
  if (parameter !== undefined) throw notImplemented(`${name} with the parameter ${parameter}`)
  const header = Object.keys(request.headers).find(
    (each) => weighty.test(each) && !Object.hasOwn(headers, each),
  )
  if (header !== undefined) throw notImplemented(`${name} with the header ${header}`)
}

/** @throws S3Refusal `AccessDenied` when the bucket is expected to be another's */
export function checkOwner({ headers }: S3Request, accountId: string): void {
  if ((headers[ownerHeader] ?? accountId) !== accountId) throw accessDenied()
}

/** How many entries a list may answer: at most 1,000, whatever is asked for. */
export function mostKeysIn(input: Input): number {
  const asked = input['MaxKeys'] ?? 1000
  if (typeof asked !== 'number')
    throw invalidArgument(
      'Provided max-keys not an integer or within integer range',
      'max-keys',
      textIn(input, 'MaxKeys') ?? '',
    )
  return Math.min(asked, 1000)
}

/** Texts of a list as it was asked to write them. */
export function encodingIn(input: Input): (text: string) => string {
  const encoding = textIn(input, 'EncodingType')
  if (encoding === undefined) return (text) => text
  if (encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding)
  return (text) => encodeURIComponent(text).replaceAll('%20', '+').replaceAll('%2F', '/')
}
