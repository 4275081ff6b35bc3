interface Choice {
  readonly use: string
  readonly [option: string]: unknown
}

/**
 * Where `sallyport rules lock` puts what it knows of a workspace: beside the rules, wherever they are.
 *
 * @returns nothing where a store of somebody else's has no place beside
 */
export function lockPlace({ use, ...options }: Choice): Choice | undefined {
  const { path, key, document = 'rules', lock } = options
  if (use === 'file' && typeof path === 'string') return { use, ...options, path: beside(path) }
  if (use === 's3' && typeof key === 'string') return { use, ...options, key: beside(key) }
  if (use === 'dynamodb' && typeof document === 'string')
    return { use, ...options, document: `${document}.lock` }
  return use === 'inline' && lock !== undefined ? { use, document: lock } : undefined
}

/** `rules.lock.json`, of `rules.json`, `rules.yaml` or `rules`. */
export const beside = (name: string) => `${name.replace(/\.(?:json|ya?ml)$/, '')}.lock.json`
