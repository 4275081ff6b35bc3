import type { ApiSelector } from './permission.ts'
import type { PatternFault } from './route-pattern.ts'

/** Reads `arn:aws:execute-api:{region}:{account}:{apiId}`; region, account and API may be `*`. */
export function apiOf(text: string): Omit<ApiSelector, 'stage'> | PatternFault {
  const parts =
    /^arn:aws[a-z-]*:execute-api:(?<region>\*|[a-z0-9-]+):(?<accountId>\*|\d{12}):(?<apiId>\*|[A-Za-z0-9]+)$/.exec(
      text,
    )?.groups
  if (parts === undefined)
    return {
      expected: 'the ARN of an API, such as "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3"',
      found: JSON.stringify(text),
    }
  const { region = '', accountId = '', apiId = '' } = parts
  return { region, accountId, apiId }
}
