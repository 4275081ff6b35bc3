import { ConfigurationInvalid, type DocumentStore, type Issue, nearestWord } from '@sallyport/kernel'

/** A document that stands in the configuration itself, and changes only with it. */
export function inline({ document, ...others }: { readonly document: unknown }): DocumentStore {
  const unknown = Object.keys(others).map((name): Issue => {
    const didYouMean = nearestWord(name, ['document', 'freshForSeconds', 'staleForSeconds'])
    const issue = { severity: 'fault' as const, path: [name], expected: 'a member that is known' }
    return { ...issue, found: 'an unknown one', ...(didYouMean ? { didYouMean } : {}) }
  })
  const missing: Issue[] =
    document === undefined
      ? [{ severity: 'fault', path: ['document'], expected: 'a document', found: 'nothing' }]
      : []
  if (unknown.length + missing.length > 0) throw new ConfigurationInvalid([...missing, ...unknown])
  const stored = { content: JSON.stringify(document), version: 'inline' }
  return { read: async (known) => (known === stored.version ? 'unchanged' : stored) }
}
