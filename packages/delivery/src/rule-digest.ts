import type { PathPattern } from './path-pattern.ts'
import type { Rule } from './rule.ts'

/** The order in which a person wrote globs and sources down decides nothing, and neither do sources' names. */
export function digested(
  rule: Omit<Rule, 'digest'>,
  digest: (text: string) => string,
  written = rule.includes,
): Rule {
  const texts = (globs: readonly PathPattern[] | 'every') =>
    globs === 'every'
      ? globs
      : [...new Set(globs.map(({ text, form }) => `${form.form === 'caseless'} ${text}`))].toSorted()
  const { excludes, changes, when, sources, workspace } = rule
  const places =
    sources === 'every'
      ? sources
      : sources
          .map(({ kind, repository, key, branches, tags }) =>
            JSON.stringify([kind, repository, key, texts(branches), texts(tags)]),
          )
          .toSorted()
  return {
    ...rule,
    // A package that depends on another now has changed its own manifest: the rule is the same.
    digest: digest(
      JSON.stringify([
        texts(written),
        texts(excludes),
        changes,
        when,
        places,
        ...(workspace === undefined ? [] : [workspace.name]),
      ]),
    ),
  }
}
