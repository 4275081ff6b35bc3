import { readWorkspaceLock, type Rules, rulesFromText, type RuleSettings } from '@sallyport/delivery/rules'
import type { DocumentStore, Reading, StoredDocument } from '@sallyport/kernel'

/**
 * Rules and the lock beside them as one document, so that both change together. The lock is read only
 * when the rules name a package of a workspace; one that cannot be read is unknown, and counts as
 * everything.
 */
export function lockedRules(rules: DocumentStore, lock?: DocumentStore): DocumentStore {
  let text: StoredDocument | undefined
  let known: StoredDocument | undefined
  return {
    async read(version) {
      const found = await rules.read(text?.version)
      if (found !== 'unchanged') text = found
      if (text === undefined) return 'unchanged'
      if (lock !== undefined && namesWorkspace(text.content)) {
        const locked = await lock.read(known?.version).catch(() => 'unchanged' as const)
        if (locked !== 'unchanged') known = locked
      } else known = undefined
      const both = { rules: text.content, ...(known === undefined ? {} : { lock: known.content }) }
      const now = known === undefined ? text.version : `${text.version} ${known.version}`
      return version === now ? 'unchanged' : { content: JSON.stringify(both), version: now }
    },
  }
}

const namesWorkspace = (content: string) => /"workspace"\s*:/.test(content)

/** Reads what {@link lockedRules} gives. */
export function rulesFromBoth(content: string, settings: Omit<RuleSettings, 'lock'>): Reading<Rules> {
  const both = JSON.parse(content) as { readonly rules: string; readonly lock?: string }
  if (both.lock === undefined) return rulesFromText(both.rules, settings)
  const lock = readWorkspaceLock(valueOf(both.lock))
  if (lock.outcome === 'good') return rulesFromText(both.rules, { ...settings, lock: lock.value })
  const issues = lock.issues.map((issue) => ({ ...issue, path: ['rules.lock', ...issue.path] }))
  return { outcome: 'bad', issues }
}

/** What is no JSON is no lock either, and is told as one. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
