import { type Issue, nearestWord } from '@sallyport/kernel'
import type { S3Options } from './s3.ts'

const members = ['bucket', 'key', 'maximumBytes', 'clientOptions', 'attempts', 'timeoutMilliseconds']
const asked = { severity: 'fault' } as const

/** Every fault of the options at once. */
export function faultsOf(options: Partial<S3Options>): readonly Issue[] {
  const { bucket, key, maximumBytes = 1, attempts = 1, timeoutMilliseconds = 1 } = options
  const issues: Issue[] = Object.keys(options)
    .filter((name) => !members.includes(name))
    .map((name) => {
      const didYouMean = nearestWord(name, members)
      const hint = didYouMean === undefined ? {} : { didYouMean }
      return { ...asked, path: [name], expected: 'a member that is known', found: 'an unknown one', ...hint }
    })
  const complain = (name: string, expected: string, found: unknown) =>
    issues.push({ ...asked, path: [name], expected, found: JSON.stringify(found) ?? 'nothing' })
  if (!isBucket(bucket)) complain('bucket', 'the name of a bucket, or the ARN of an access point', bucket)
  if (!isKey(key)) complain('key', 'the key of an object, in at most 1,024 bytes', key)
  for (const [name, value] of Object.entries({ maximumBytes, attempts, timeoutMilliseconds }))
    if (!Number.isSafeInteger(value) || value < 1) complain(name, 'a positive whole number', value)
  return issues
}

/** AWS: 3 to 63 of these, and 255 in the oldest buckets. */
const isBucket = (bucket: unknown): boolean =>
  typeof bucket === 'string' && /^(?:[\w.-]{3,255}|arn:[\w.:/-]{1,1019})$/.test(bucket)

const isKey = (key: unknown): boolean =>
  typeof key === 'string' && key !== '' && Buffer.byteLength(key) <= 1024
