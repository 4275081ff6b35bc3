import { type Permissions, permissionsFromText } from '@sallyport/access/documents'
import { type Configuration, gateFrom, readConfiguration } from '@sallyport/authorizer'
import { ConfigurationInvalid, type Issue } from '@sallyport/kernel'
import type { MovableClock } from '@sallyport/gateway-simulator'
import { documentText, type PlacedIssue } from './document-text.ts'
import { contentOf } from './source.ts'

/** What the authorizer is set up with, found good or found wrong. */
export type AuthorizerSetting =
  | {
      readonly outcome: 'good'
      readonly configuration: Configuration
      readonly gate: Awaited<ReturnType<typeof gateFrom>>
      /** Absent where the permissions live in a place that only the gate can read. */
      readonly permissions: Permissions | undefined
    }
  | { readonly outcome: 'bad'; readonly faults: readonly FileFault[] }

export interface FileFault {
  readonly file: string
  readonly issue: PlacedIssue
}

/**
 * Reads a configuration as the Lambda does, and composes its gate.
 *
 * @throws UsageError when the file cannot be read
 */
export async function authorizerSetting(file: string, clock: MovableClock): Promise<AuthorizerSetting> {
  const text = documentText(await contentOf(file), 'json')
  if (text.outcome === 'illegible') return bad(file, text.issues)
  const placed = (issues: readonly Issue[]) =>
    bad(
      file,
      issues.map((issue) => ({ ...issue, ...text.positions.of(issue) })),
    )
  if (text.issues.length > 0) return bad(file, text.issues)
  const read = readConfiguration(text.value)
  if (read.outcome === 'bad') return placed(read.issues)
  const { configuration } = read
  try {
    const gate = await gateFrom(configuration, {
      clock,
      notify: ignored,
      notifyKeys: ignored,
      environment: process.env,
    })
    const found = await permissionsOf(configuration)
    if (found.outcome === 'inline') return placed(found.issues)
    if (found.outcome === 'bad') return found
    return { outcome: 'good', configuration, gate, permissions: found.permissions }
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return placed(error.issues)
    throw error
  }
}

/** What the gate has to say of its document was seen before it was asked. */
const ignored = () => undefined

type Found =
  | { readonly outcome: 'good'; readonly permissions: Permissions | undefined }
  | { readonly outcome: 'inline'; readonly issues: readonly Issue[] }
  | Extract<AuthorizerSetting, { outcome: 'bad' }>

/** The document itself, so that grants can be shown that the caller has not earned. */
async function permissionsOf({ permissions: { use, path, document } }: Configuration): Promise<Found> {
  if (use === 'inline') {
    const read = permissionsFromText(JSON.stringify(document))
    if (read.outcome === 'good') return { outcome: 'good', permissions: read.value }
    const from = ['permissions', 'document']
    return {
      outcome: 'inline',
      issues: read.issues.map((issue) => ({ ...issue, path: [...from, ...issue.path] })),
    }
  }
  // A file that cannot be read is an outage, which the gate itself will tell of.
  const content = use === 'file' ? await contentOf(String(path)).catch(() => undefined) : undefined
  if (content === undefined) return { outcome: 'good', permissions: undefined }
  const read = permissionsFromText(content)
  if (read.outcome === 'good') return { outcome: 'good', permissions: read.value }
  const text = documentText(content, 'json')
  if (text.outcome === 'illegible') return bad(String(path), text.issues)
  return bad(
    String(path),
    read.issues.map((issue) => ({ ...issue, ...text.positions.of(issue) })),
  )
}

const bad = (file: string, issues: readonly PlacedIssue[]) => ({
  outcome: 'bad' as const,
  faults: issues.map((issue) => ({ file, issue })),
})
