import { type Rules, rules } from '@sallyport/delivery/rules'
import { digest } from '@sallyport/trigger'
import type { FileFault } from './authorizer-setting.ts'
import { documentText } from './document-text.ts'
import { sourceAt } from './source.ts'
import { tell } from './terminal.ts'
import { lockOfRules } from './workspace/lock-of-rules.ts'

export type RulesFile =
  | { readonly outcome: 'good'; readonly file: string; readonly rules: Rules }
  | { readonly outcome: 'bad'; readonly faults: readonly FileFault[] }

/**
 * Reads a rules document, JSON or YAML, as the trigger would.
 *
 * @throws UsageError when the file cannot be read
 */
export async function rulesFile(file: string): Promise<RulesFile> {
  const { content, language } = await sourceAt(file)
  const text = documentText(content, language)
  const inFile = (issue: FileFault['issue']) => ({ file, issue })
  if (text.outcome === 'illegible') return { outcome: 'bad', faults: text.issues.map(inFile) }
  const faults = text.issues.filter(({ severity }) => severity === 'fault')
  const lock = await lockOfRules(file, text.value)
  if (lock?.kept.outcome === 'bad')
    return { outcome: 'bad', faults: lock.kept.issues.map((issue) => ({ file: lock.file, issue })) }
  if (lock?.kept.outcome === 'absent')
    tell(`${lock.file}: expected the lock of ${file}, found none; rules of packages watch everything`)
  const read = rules(text.value, {
    digest,
    ...(lock?.kept.outcome === 'good' ? { lock: lock.kept.lock } : {}),
  })
  if (read.outcome === 'good' && faults.length === 0) return { outcome: 'good', file, rules: read.value }
  const issues = read.outcome === 'bad' ? read.issues : []
  const placed = issues.map((issue) => ({ ...issue, ...text.positions.of(issue) }))
  return { outcome: 'bad', faults: [...faults, ...placed].map(inFile) }
}
