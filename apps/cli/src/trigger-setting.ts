import type { Gate } from '@sallyport/delivery/deliver'
import { readWorkspaceLock, type Rules, rules, type WorkspaceLock } from '@sallyport/delivery/rules'
import { ConfigurationInvalid, type Issue } from '@sallyport/kernel'
import { digest, gateFrom, readConfiguration } from '@sallyport/trigger'
import type { FileFault } from './authorizer-setting.ts'
import { documentText, type PlacedIssue } from './document-text.ts'
import type { Place } from './positions.ts'
import { contentOf } from './source.ts'
import { lockOfRules } from './workspace/lock-of-rules.ts'

/** What the trigger is set up with, found good or found wrong. */
export type TriggerSetting =
  | { readonly outcome: 'good'; readonly gate: Gate; readonly document: WrittenRules | undefined }
  | { readonly outcome: 'bad'; readonly faults: readonly FileFault[] }

/** Rules in a text that can be pointed into; not to be had from places that only the gate can read. */
export interface WrittenRules {
  readonly file: string
  readonly value: unknown
  readonly rules: Rules
  readonly placeOf: (path: Issue['path']) => Place
}

/**
 * Reads a configuration as the Lambda does, and composes its gate.
 *
 * @throws UsageError when the file cannot be read
 */
export async function triggerSetting(file: string): Promise<TriggerSetting> {
  const text = documentText(await contentOf(file), 'json')
  if (text.outcome === 'illegible' || text.issues.length > 0) return bad(file, text.issues)
  const placed = (issues: readonly Issue[]) =>
    bad(
      file,
      issues.map((issue) => ({ ...issue, ...text.positions.of(issue) })),
    )
  const read = readConfiguration(text.value)
  if (read.outcome === 'bad') return placed(read.issues)
  const { configuration } = read
  try {
    const gate = await gateFrom(configuration, {
      clock: { now: Date.now },
      notify: () => undefined,
      environment: process.env,
    })
    const { use, path, document, lock } = configuration.rules
    if (use === 'inline') {
      const from = ['rules', 'document']
      const locked = readWorkspaceLock(lock)
      const found = writtenRules(document, locked.outcome === 'good' ? locked.value : undefined)
      if (found.outcome === 'bad')
        return placed(found.issues.map((issue) => ({ ...issue, path: [...from, ...issue.path] })))
      const placeOf = (inner: Issue['path']) => text.positions.of(nameAt([...from, ...inner]))
      return { outcome: 'good', gate, document: { file, value: document, rules: found.value, placeOf } }
    }
    return use === 'file'
      ? await fromFile(String(path), gate)
      : { outcome: 'good', gate, document: undefined }
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return placed(error.issues)
    throw error
  }
}

const writtenRules = (value: unknown, lock: WorkspaceLock | undefined) => rules(value, { digest, lock })

/** A place that is asked for by name points at the name. */
const nameAt = (path: Issue['path']) => ({ path, expected: 'a member' })

async function fromFile(file: string, gate: Gate): Promise<TriggerSetting> {
  // A file that cannot be read is an outage, which the gate itself will tell of.
  const content = await contentOf(file).catch(() => undefined)
  if (content === undefined) return { outcome: 'good', gate, document: undefined }
  const text = documentText(content, 'json')
  if (text.outcome === 'illegible') return bad(file, text.issues)
  const lock = await lockOfRules(file, text.value)
  if (lock?.kept.outcome === 'bad') return bad(lock.file, lock.kept.issues)
  const read = writtenRules(text.value, lock?.kept.outcome === 'good' ? lock.kept.lock : undefined)
  if (read.outcome === 'bad')
    return bad(
      file,
      read.issues.map((issue) => ({ ...issue, ...text.positions.of(issue) })),
    )
  const placeOf = (path: Issue['path']) => text.positions.of(nameAt(path))
  return { outcome: 'good', gate, document: { file, value: text.value, rules: read.value, placeOf } }
}

const bad = (file: string, issues: readonly PlacedIssue[]): TriggerSetting => ({
  outcome: 'bad',
  faults: issues.map((issue) => ({ file, issue })),
})
