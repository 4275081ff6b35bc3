/** What a refusal says beside its code and its message. */
export interface RefusalDetails {
  readonly status: number
  /** Further elements of the body, such as `Key`. */
  readonly elements?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** An error of S3, as the client is to see it: `<Error><Code>...</Code>...` and a status. */
export class S3Refusal extends Error {
  override readonly name = 'S3Refusal'
  /** Such as `NoSuchKey`. */
  readonly code: string
  readonly details: RefusalDetails

  constructor(code: string, message: string, details: RefusalDetails) {
    super(message)
    this.code = code
    this.details = details
  }
}

export const noSuchBucket = (name: string) =>
  new S3Refusal('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    elements: { BucketName: name },
  })

/** @param headers such as the mark of a delete marker */
export const noSuchKey = (key: string, headers: Readonly<Record<string, string>> = {}) =>
  new S3Refusal('NoSuchKey', 'The specified key does not exist.', {
    status: 404,
    elements: { Key: key },
    headers,
  })

export const noSuchVersion = (key: string, versionId: string) =>
  new S3Refusal('NoSuchVersion', 'The specified version does not exist.', {
    status: 404,
    elements: { Key: key, VersionId: versionId },
  })

export const invalidArgument = (message: string, name: string, value: string) =>
  new S3Refusal('InvalidArgument', message, {
    status: 400,
    elements: { ArgumentName: name, ArgumentValue: value },
  })

export const accessDenied = () => new S3Refusal('AccessDenied', 'Access Denied', { status: 403 })

export const notImplemented = (what: string) =>
  new S3Refusal('NotImplemented', `aws-simulator: ${what} is not simulated`, { status: 501 })
