import type { Interest } from './change-set.ts'
import type { PathPattern } from './path-pattern.ts'
import type { Rule } from './rule.ts'

/**
 * What of a comparison can matter to rules: directories and paths, as prefixes. A source that has to walk
 * a tree may leave out the rest.
 *
 * @param others paths that matter whatever the rules say
 */
export function interestOf(rules: readonly Rule[], others: readonly string[]): Interest {
  const prefixes = new Set(others)
  for (const { includes } of rules) {
    if (includes === 'every') return 'every'
    for (const pattern of includes) {
      const prefix = prefixOf(pattern)
      if (prefix === '') return 'every'
      prefixes.add(prefix)
    }
  }
  return [...prefixes]
}

function prefixOf({ form }: PathPattern): string {
  if (form.form === 'path') return form.path
  // A path that may be spelt in any case begins with no certain letter.
  return form.form === 'every' || form.form === 'caseless' ? '' : form.directory
}
