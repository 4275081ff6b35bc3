import type { Issue } from '@sallyport/kernel'
import { pathIndex } from './path-index.ts'
import type { PathPattern } from './path-pattern.ts'
import type { Rule } from './rule.ts'
import type { Rules } from './rules.ts'

/**
 * What a rules document may say but deserves a second look; `sallyport check` shows it.
 *
 * @param tree every path of the repository, where it is at hand; then globs are held against it
 */
export function ruleFindings(rules: Rules, tree?: readonly string[]): readonly Issue[] {
  return [
    ...rules.warnings,
    ...rules.all.flatMap(unreachable),
    ...rules.all.flatMap(shadowed),
    ...rules.all.flatMap(repeated),
    ...rules.all.flatMap(pointless),
    ...(tree === undefined ? [] : againstTree(rules, tree)),
  ]
}

const warning = (path: Issue['path'], expected: string, found: string): Issue => ({
  severity: 'warning',
  path,
  expected,
  found,
})

const includesOf = ({ includes }: Rule) => (includes === 'every' ? [] : includes)

/** Nothing can start it: no source, or all that it watches is excluded. */
function unreachable({ path, includes, excludes, sources }: Rule): readonly Issue[] {
  if (sources !== 'every' && sources.length === 0)
    return [warning(path, 'a source that its changes come from', 'none')]
  const taker = excludes.find(({ form }) => form.form === 'every')
  const isShut =
    taker !== undefined ||
    (includes !== 'every' &&
      includes.every((include) => excludes.some((exclude) => covers(exclude, include))))
  return isShut ? [warning(path, 'a path that can start it', 'every one is excluded')] : []
}

function shadowed(rule: Rule): readonly Issue[] {
  const { path, excludes } = rule
  return includesOf(rule).flatMap((include, at) => {
    const by = excludes.find((exclude) => covers(exclude, include))
    return by === undefined
      ? []
      : [warning([...path, 'paths', at], 'a glob that is not excluded', `${include.text}, under ${by.text}`)]
  })
}

function repeated(rule: Rule): readonly Issue[] {
  const texts = includesOf(rule).map(({ text }) => text)
  return texts.flatMap((text, at) =>
    texts.indexOf(text) === at
      ? []
      : [warning([...rule.path, 'paths', at], 'each glob once', `${text} again`)],
  )
}

/** Only an image can be new and yet the same. */
function pointless({ path, when, sources }: Rule): readonly Issue[] {
  if (when !== 'layers' || sources === 'every' || sources.some(({ kind }) => kind === 'ecr')) return []
  return [warning([...path, 'when'], 'a source that is an image (ecr)', 'none')]
}

/** Whether one glob takes all that another matches, as far as it can be told without trying paths. */
function covers(wide: PathPattern, narrow: PathPattern): boolean {
  if (wide.text === narrow.text || wide.form.form === 'every') return true
  if (narrow.form.form === 'path') return wide.matches(narrow.form.path)
  if (wide.form.form !== 'below' || !('directory' in narrow.form)) return false
  const { directory } = narrow.form
  return directory === wide.form.directory || directory.startsWith(`${wide.form.directory}/`)
}

/** Globs that match no file, brackets that are meant as the name of a folder, files that no glob matches. */
function againstTree({ all }: Rules, tree: readonly string[]): readonly Issue[] {
  const entries = all.flatMap((rule) =>
    includesOf(rule).map((pattern, at) => ({ pattern, path: [...rule.path, 'paths', at] })),
  )
  const index = pathIndex(entries.map(({ pattern }) => pattern))
  const alive = new Set<number>()
  const isOwned = (path: string) => {
    const found = index.find(path)
    for (const number of found) alive.add(number)
    return found.length > 0
  }
  const orphans = tree.filter((path) => !isOwned(path))
  const takesAll = all.some(({ includes }) => includes === 'every')
  return [
    ...entries.flatMap(({ pattern, path }, number) =>
      held(pattern, { path, isAlive: alive.has(number) }, tree),
    ),
    ...(takesAll ? [] : ownedByNobody(orphans, tree)),
  ]
}

function held(
  { text }: PathPattern,
  { path, isAlive }: { readonly path: Issue['path']; readonly isAlive: boolean },
  tree: readonly string[],
): readonly Issue[] {
  const folder = text.slice(0, text.lastIndexOf(']') + 1)
  if (folder.includes('[') && tree.some((file) => file.startsWith(folder)))
    return [warning(path, `brackets with a backslash before each, since there is ${folder}`, text)]
  return isAlive ? [] : [warning(path, 'a glob that matches a file', `${text}, which matches none`)]
}

function ownedByNobody(orphans: readonly string[], tree: readonly string[]): readonly Issue[] {
  if (orphans.length === 0) return []
  const some = orphans.slice(0, 3).join(', ')
  const found = `${orphans.length} of ${tree.length} without, such as ${some}`
  return [warning(['pipelines'], 'a pipeline for every file', found)]
}
