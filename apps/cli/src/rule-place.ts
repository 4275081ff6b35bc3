import type { Decision } from '@sallyport/delivery'
import type { Rule } from '@sallyport/delivery/rules'
import type { Issue } from '@sallyport/kernel'

/**
 * Where in a rules document the glob stands that settled a decision; the pipeline itself, where none did.
 *
 * @param document its value, in any of the forms a rules document may have
 */
export function rulePlace(
  document: unknown,
  rule: Rule,
  { reason, because }: Pick<Decision, 'reason' | 'because'>,
): Issue['path'] {
  if (because.rule === undefined) return rule.path
  if (reason === 'ignored') return excludingPlace(document, rule, because.rule)
  if (memberOf(document, 'config_file_mapping') !== undefined) return ['config_file_mapping', because.rule]
  const at = rule.includes === 'every' ? -1 : rule.includes.findIndex(({ text }) => text === because.rule)
  if (at >= 0 && at < listOf(document, rule, 'paths').length) return [...rule.path, 'paths', at]
  // What a package is made of stands in the lock; the rule has its name.
  return rule.workspace === undefined ? rule.path : [...rule.path, 'workspace']
}

/** A rule's own exclusions come before those of the document. */
function excludingPlace(document: unknown, rule: Rule, glob: string): Issue['path'] {
  const { excludes, path } = rule
  const at = excludes.findIndex(({ text }) => text === glob)
  if (at < 0) return path
  if (memberOf(document, 'files_to_ignore') !== undefined) return ['files_to_ignore', at]
  const count = listOf(document, rule, 'pathsIgnore').length
  return at < count ? [...path, 'pathsIgnore', at] : ['ignore', at - count]
}

function listOf(document: unknown, { path }: Rule, name: 'paths' | 'pathsIgnore'): readonly unknown[] {
  const own = path.reduce<unknown>((value, step) => memberOf(value, String(step)), document)
  const list = memberOf(own, name)
  return Array.isArray(list) ? list : []
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
