import type { Input } from '../wire/input-check.ts'
import type { Bucket } from './bucket.ts'
import type { S3Request } from './request.ts'
import type { Stock } from './stock.ts'

/** A successful answer. */
export interface S3Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** What an operation is asked: its input as the SDK names it, and the request it was read from. */
export interface Asked {
  readonly input: Input
  readonly request: S3Request
  readonly requestId: string
  readonly bucket: Bucket
  readonly stock: Stock
}

/** One operation of S3: where its input stands, and what it does. */
export interface S3Operation {
  readonly name: string
  /** Query parameters it knows, and the members they are: `{ versionId: 'VersionId' }`. */
  readonly query: Readonly<Record<string, string>>
  /** Headers it knows, and the members they are. */
  readonly headers: Readonly<Record<string, string>>
  /** @throws S3Refusal */
  readonly answer: (asked: Asked) => S3Answer
}
