import { readFile } from 'node:fs/promises'
import { ConfigurationInvalid, type Issue } from '@sallyport/kernel'
import type { Environment } from './settings.ts'

/** Members whose values are secrets wherever they stand; they may not be written out. */
const secretMembers: readonly string[] = ['secret', 'privateKey', 'token']

type Path = Issue['path']

/**
 * Puts the secrets into an adapter's options: `{"env": NAME}`, `{"file": path}` and
 * `{"secretsManager": ARN, "key": member}` become their texts.
 *
 * @throws ConfigurationInvalid naming every secret that is missing, or written into the configuration
 */
export async function withSecrets<Options extends object>(
  options: Options,
  environment: Environment,
  path: Path,
): Promise<Options> {
  const issues: Issue[] = []
  const filled = await filledIn(options, path, async (reference, at) => {
    const found = await secretOf(reference, environment)
    if (typeof found === 'string') return found
    issues.push({ severity: 'fault', path: at, ...found })
    return ''
  })
  issues.push(...writtenOut(options, path))
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  return filled as Options
}

type Reference =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly secretsManager: string; readonly key?: string }
type Fill = (reference: Reference, path: Path) => Promise<string>

async function filledIn(value: unknown, path: Path, fill: Fill): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((each, at) => filledIn(each, [...path, at], fill)))
  if (typeof value !== 'object' || value === null) return value
  if (isReference(value)) return fill(value, path)
  const members = await Promise.all(
    Object.entries(value).map(async ([name, inner]) => [name, await filledIn(inner, [...path, name], fill)]),
  )
  return Object.fromEntries(members)
}

function isReference(value: object): value is Reference {
  const names = Object.keys(value).toSorted().join(' ')
  const isKnown = ['env', 'file', 'secretsManager', 'key secretsManager'].includes(names)
  return isKnown && Object.values(value).every((text) => typeof text === 'string')
}

type Complaint = Pick<Issue, 'expected' | 'found'>

async function secretOf(reference: Reference, environment: Environment): Promise<string | Complaint> {
  if ('env' in reference) {
    const text = environment[reference.env]
    return text || { expected: `a secret in the variable ${reference.env}`, found: 'nothing' }
  }
  if ('secretsManager' in reference) return managed(reference.secretsManager, reference.key)
  const text = await readFile(reference.file, 'utf8').catch(() => undefined)
  // An editor ends a file with a line; the secret has none.
  return (
    text?.replace(/\r?\n$/, '') || { expected: `a secret in the file ${reference.file}`, found: 'nothing' }
  )
}

async function managed(arn: string, key: string | undefined): Promise<string | Complaint> {
  const expected = `a secret in Secrets Manager${key === undefined ? '' : `, with a member ${key}`}`
  try {
    // The SDK takes long to load, and most deployments have no use for it.
    const { managedSecret } = await import('./managed-secret.ts')
    return (await managedSecret(arn, key)) || { expected, found: 'none' }
  } catch (error) {
    return { expected, found: error instanceof Error ? error.name : 'an error' }
  }
}

/** A secret in the configuration is in the console, in templates and in logs of deployments. */
function writtenOut(value: unknown, path: Path): readonly Issue[] {
  if (Array.isArray(value)) return value.flatMap((each, at) => writtenOut(each, [...path, at]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = [...path, name]
    if (!secretMembers.includes(name) || typeof inner !== 'string') return writtenOut(inner, here)
    const expected = '{"env": NAME}, {"file": path} or {"secretsManager": ARN}'
    return [{ severity: 'fault' as const, path: here, expected, found: 'a secret that is written out' }]
  })
}
