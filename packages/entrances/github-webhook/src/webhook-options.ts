import type { Ledger } from '@sallyport/delivery'
import type { Queue } from '@sallyport/delivery/queue'
import { type Clock, ConfigurationInvalid, type Issue, nearestWord } from '@sallyport/kernel'
import type { WebhookRecord } from './webhook-record.ts'

export interface GithubWebhookOptions {
  /** Any of them may have signed; two while one takes the place of the other. */
  readonly secrets: readonly string[]
  /** Of a {@link Queue}: where events go. */
  readonly forward: Queue['forward']
  /** Told of every request, once it is settled; must not throw. */
  readonly report: (record: WebhookRecord) => void
  /** Where deliveries are remembered. Defaults to the last 1000 of this process. */
  readonly deliveries?: Ledger
  /** `acme/shop` or `acme/*`, in any case; every repository when left out. */
  readonly repositories?: readonly string[]
  /** How long the ledger's answer and the queue's may take together. Defaults to 1500. */
  readonly forwardWithinMilliseconds?: number
  /** Defaults to the clock of the machine. */
  readonly clock?: Clock
}

const names = [
  'secrets',
  'forward',
  'report',
  'deliveries',
  'repositories',
  'forwardWithinMilliseconds',
  'clock',
]

/** @throws ConfigurationInvalid naming everything that cannot work, and no secret */
export function refuseUnusable(options: GithubWebhookOptions): void {
  const given: Readonly<Record<string, unknown>> = { ...options }
  const issues = [
    ...listIssues(given['secrets'], 'secrets', { isGood: isText, expected: 'a secret' }),
    ...functionIssues(given, ['forward', 'report']),
    ...(given['repositories'] === undefined
      ? []
      : listIssues(given['repositories'], 'repositories', {
          isGood: isRepositoryPattern,
          expected: 'owner/name or owner/*',
        })),
    ...patienceIssues(given['forwardWithinMilliseconds'] ?? 1500),
    ...Object.keys(given).flatMap(unknownIssues),
  ]
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
}

const fault = (path: Issue['path'], expected: string, found: string): Issue => ({
  severity: 'fault',
  path,
  expected,
  found,
})

interface Item {
  readonly isGood: (value: unknown) => boolean
  readonly expected: string
}

function listIssues(list: unknown, name: string, { isGood, expected }: Item): readonly Issue[] {
  if (!Array.isArray(list))
    return [fault([name], 'a list', list === undefined ? 'nothing' : 'something else')]
  if (list.length === 0) return [fault([name], 'at least one', 'an empty list')]
  return list.flatMap((value, at) => (isGood(value) ? [] : [fault([name, at], expected, 'something else')]))
}

const isText = (value: unknown) => typeof value === 'string' && value !== ''

const isRepositoryPattern = (value: unknown) =>
  typeof value === 'string' && /^[\w.-]{1,100}\/(?:[\w.-]{1,100}|\*)$/.test(value)

const functionIssues = (given: Readonly<Record<string, unknown>>, members: readonly string[]) =>
  members
    .filter((name) => typeof given[name] !== 'function')
    .map((name) => fault([name], 'a function', given[name] === undefined ? 'nothing' : 'something else'))

const patienceIssues = (value: unknown) =>
  Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= 10_000
    ? []
    : [fault(['forwardWithinMilliseconds'], 'a whole number from 1 to 10000', String(value))]

function unknownIssues(name: string): readonly Issue[] {
  if (names.includes(name)) return []
  const didYouMean = nearestWord(name, names)
  const issue = fault([name], 'a member that is known', 'an unknown one')
  return [didYouMean === undefined ? issue : { ...issue, didYouMean }]
}

/** Whether a repository is one of those that may send; GitHub tells no case of names apart. */
export function repositoryFilter(patterns: readonly string[] | undefined): (repository: string) => boolean {
  if (patterns === undefined) return () => true
  const known = new Set(patterns.map((pattern) => pattern.toLowerCase()))
  return (repository) => {
    const name = repository.toLowerCase()
    return known.has(name) || known.has(`${name.split('/')[0]}/*`)
  }
}
