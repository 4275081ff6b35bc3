import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const s3ProtocolBehaviours = [
  {
    id: 's3-path-style',
    statement: 'A bucket and a key are the path, `/bucket/key`, percent-encoded; `..` is a name like another',
    evidence: 'documented',
    source: 'S3 user guide, Virtual hosting of buckets: path-style requests',
  },
  {
    id: 's3-error-body',
    statement: 'An error is `<Error>` with `Code`, `Message` and `RequestId`; of HEAD, a status alone',
    evidence: 'documented',
    source: 'S3 API reference, Error responses',
  },
  {
    id: 's3-request-id',
    statement: 'Every answer carries `x-amz-request-id`',
    evidence: 'documented',
    source: 'S3 API reference, Common response headers',
  },
  {
    id: 's3-signature-needed',
    statement: 'A call without a signature is `AccessDenied` with status 403',
    evidence: 'documented',
    source: 'S3 API reference, Error responses',
  },
  {
    id: 's3-signature-scope',
    statement: 'A signature for another service is `AuthorizationHeaderMalformed`',
    evidence: 'assumed',
    source: 'messages quoted in SDK issues say so of regions',
  },
  {
    id: 's3-content-sha256',
    statement: 'A signed call needs `x-amz-content-sha256`, and a digest in it has to be the body’s',
    evidence: 'documented',
    source: 'S3 API reference, Common request headers, and Error responses',
  },
  {
    id: 's3-chunked',
    statement: 'An `aws-chunked` body is stored without its chunks, and its trailers count as headers',
    evidence: 'documented',
    source: 'S3 API reference, Signature calculations: multiple chunks, trailing headers',
  },
  {
    id: 's3-checksum',
    statement: 'A checksum that is wrong is `BadDigest`; one that is right is told with `ChecksumMode`',
    evidence: 'documented',
    source: 'S3 user guide, Checking object integrity; CRC32, SHA1, SHA256 and MD5 are checked',
  },
  {
    id: 's3-bucket-owner',
    statement: 'A bucket of another account than `x-amz-expected-bucket-owner` is `AccessDenied`',
    evidence: 'documented',
    source: 'S3 user guide, Verifying bucket ownership',
  },
  {
    id: 's3-bucket-missing',
    statement: 'A bucket nobody made is `NoSuchBucket`',
    evidence: 'documented',
    source: 'S3 API reference, Error responses',
  },
  {
    id: 's3-key-length',
    statement: 'A key of more than 1,024 bytes is `KeyTooLongError`',
    evidence: 'documented',
    source: 'S3 user guide, Naming objects, and Error responses',
  },
  {
    id: 's3-too-large',
    statement: 'An object of more than 64 MiB is `EntityTooLarge`',
    evidence: 'assumed',
    source: 'the error is documented; 5 GB in AWS',
  },
  {
    id: 's3-not-simulated',
    statement: 'Another operation, parameter or condition is `NotImplemented` with status 501',
    evidence: 'assumed',
    source: 'stricter than AWS, which knows more: nothing is passed over',
  },
  {
    id: 's3-throttling',
    statement: 'Throttling is `SlowDown` with status 503',
    evidence: 'documented',
    source: 'S3 API reference, Error responses',
  },
  {
    id: 's3-access-denied',
    statement: 'A missing permission is `AccessDenied` with status 403',
    evidence: 'documented',
    source: 'S3 API reference, Error responses',
  },
  {
    id: 's3-internal-error',
    statement: 'A failure of theirs is `InternalError` with status 500',
    evidence: 'documented',
    source: 'S3 API reference, Error responses',
  },
  {
    id: 's3-conflict',
    statement: 'A conflict is `OperationAborted` with status 409, at the asking of a test',
    evidence: 'documented',
    source: 'S3 API reference, Error responses',
  },
  {
    id: 's3-object-created',
    statement: 'Each upload is told as EventBridge’s `Object Created`, the key as it is',
    evidence: 'documented',
    source: 'S3 user guide, EventBridge event message structure; of the key nobody says',
  },
  {
    id: 's3-object-created-version',
    statement: 'An event has a `version-id` when the bucket has versioning, and none for `null`',
    evidence: 'assumed',
    source: 'documented of buckets without versioning; nobody says it of suspended ones',
  },
  {
    id: 's3-sequencer',
    statement: 'The sequencer of an event is hexadecimal and grows',
    evidence: 'documented',
    source: 'S3 user guide, Event message structure; AWS’s may differ in length',
  },
] as const satisfies readonly Behaviour[]
