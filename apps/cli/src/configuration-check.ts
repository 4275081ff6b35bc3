import { type Configuration, gateFrom, readConfiguration } from '@sallyport/authorizer'
import type { Issue } from '@sallyport/kernel'
import { compositionIssues } from './composition-issues.ts'
import { everySecret, isOfSecret } from './every-secret.ts'
import { type PermissionsSummary, permissionsFindings } from './permissions-check.ts'

/** What a configuration comes to. */
export interface ConfigurationSummary {
  /** The `use` of each. */
  readonly verifiers: readonly string[]
  readonly permissions: string
  readonly cacheSeconds: number
  /** Of a document that stands in the configuration itself. */
  readonly document?: PermissionsSummary
}

export interface ConfigurationFindings {
  readonly issues: readonly Issue[]
  readonly summary?: ConfigurationSummary
  /** Where the permissions are, when they are in a file. */
  readonly names?: { readonly file: string; readonly document: 'permissions' }
}

/** Faults as the authorizer would find them when it starts: its own, and those of every adapter's options. */
export async function configurationFindings(value: unknown): Promise<ConfigurationFindings> {
  const read = readConfiguration(value)
  if (read.outcome === 'bad') return { issues: read.issues }
  const { configuration } = read
  const { verifiers, policy } = configuration
  const { use, path } = configuration.permissions
  const inline = use === 'inline' ? inlineFindings(configuration) : { issues: [] }
  return {
    issues: [...(await adapterIssues(configuration)), ...inline.issues],
    summary: {
      verifiers: verifiers.map((verifier) => verifier.use),
      permissions: use,
      cacheSeconds: policy.cacheSeconds,
      ...(inline.summary === undefined ? {} : { document: inline.summary }),
    },
    ...(use === 'file' && typeof path === 'string' && path !== ''
      ? { names: { file: path, document: 'permissions' as const } }
      : {}),
  }
}

/** Without those of secrets, which are not here. */
async function adapterIssues(configuration: Configuration): Promise<readonly Issue[]> {
  const issues = await compositionIssues(() =>
    gateFrom(configuration, {
      clock: { now: () => 0 },
      notify: () => undefined,
      notifyKeys: () => undefined,
      environment: everySecret,
    }),
  )
  return issues.filter((issue) => !isOfSecret(issue, configuration))
}

function inlineFindings({ permissions: { document } }: Configuration) {
  if (document === undefined) return { issues: [] }
  const { issues, ...rest } = permissionsFindings(document)
  const from = ['permissions', 'document']
  return { ...rest, issues: issues.map((issue) => ({ ...issue, path: [...from, ...issue.path] })) }
}
