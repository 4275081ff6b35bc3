import { ConfigurationInvalid, type Issue, nearestWord } from '@sallyport/kernel'
import type { TableOptions } from './question.ts'

const shared = ['table', 'clientOptions', 'attempts', 'timeoutMilliseconds']
const fault = { severity: 'fault' } as const

/**
 * @param own the members that only this way of reading has, and what is wrong with them
 * @throws ConfigurationInvalid with every fault of the options
 */
export function refuseUnusable(
  options: Partial<TableOptions>,
  own: readonly string[],
  faults: readonly Issue[],
): void {
  const { table, attempts = 1, timeoutMilliseconds = 1 } = options
  const members = [...shared, ...own]
  const issues: Issue[] = Object.keys(options)
    .filter((name) => !members.includes(name))
    .map((name) => {
      const didYouMean = nearestWord(name, members)
      const hint = didYouMean === undefined ? {} : { didYouMean }
      return { ...fault, path: [name], expected: 'a member that is known', found: 'an unknown one', ...hint }
    })
  if (typeof table !== 'string' || !/^(?:[\w.-]{3,255}|arn:[\w.:/-]{1,1019})$/.test(table))
    issues.push(wrong('table', 'the name or ARN of a DynamoDB table', table))
  issues.push(...faults)
  for (const [name, value] of Object.entries({ attempts, timeoutMilliseconds }))
    issues.push(...notWhole(name, value))
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
}

export const wrong = (name: string, expected: string, found: unknown): Issue => ({
  ...fault,
  path: [name],
  expected,
  found: JSON.stringify(found) ?? 'nothing',
})

export const notWhole = (name: string, value: unknown): readonly Issue[] =>
  Number.isSafeInteger(value) && Number(value) >= 1 ? [] : [wrong(name, 'a positive whole number', value)]
