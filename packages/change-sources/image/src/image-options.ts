import { ConfigurationInvalid, type Issue, nearestWord } from '@sallyport/kernel'
import type { ECRClientConfig } from './ecr-client.ts'

export interface ImageOptions {
  /** Of the SDK's client. Region, credentials and endpoint come from its standard environment if left out. */
  readonly clientOptions?: ECRClientConfig
  /** How often one request is made at most, with full jitter in between. Defaults to 5. */
  readonly attempts?: number
}

const names = ['clientOptions', 'attempts']

/** @throws ConfigurationInvalid naming everything that cannot work */
export function refuseUnusable(options: ImageOptions): void {
  const issues: Issue[] = []
  const complain = (name: string, expected: string, found: string) =>
    issues.push({ severity: 'fault', path: [name], expected, found })
  const { clientOptions = {}, attempts = 5 }: Readonly<Record<string, unknown>> = { ...options }
  if (typeof clientOptions !== 'object' || clientOptions === null)
    complain('clientOptions', 'options of ECRClient', `a ${typeof clientOptions}`)
  if (!Number.isSafeInteger(attempts) || Number(attempts) < 1)
    complain('attempts', 'a positive whole number', String(attempts))
  for (const name of Object.keys(options).filter((member) => !names.includes(member))) {
    const didYouMean = nearestWord(name, names)
    const issue = { severity: 'fault', path: [name], expected: 'a member that is known' } as const
    issues.push({ ...issue, found: 'an unknown one', ...(didYouMean === undefined ? {} : { didYouMean }) })
  }
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
}
