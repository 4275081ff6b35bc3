import { type Issue, nearestWord } from '@sallyport/kernel'
import type { ChangeKind } from './change-set.ts'
import { caselessPath, type PathPattern } from './path-pattern.ts'
import type { Rule, RuleSource } from './rule.ts'
import type { ArticleDocument, DocumentPipeline, DocumentSource, RulesDocument } from './rules-document.ts'

/** A document's rules, and what is wrong between its members. */
export interface RuleEntries {
  readonly rules: readonly Rule[]
  readonly sources: readonly RuleSource[] | 'every'
  readonly issues: readonly Issue[]
}

export interface RuleSettings {
  /** SHA-256 in hexadecimal, or anything that tells texts apart: the domain has no cryptography. */
  readonly digest: (text: string) => string
  /** Names of calendars that the deployment brings along. */
  readonly calendars?: readonly string[]
}

const everyKind: readonly ChangeKind[] = ['added', 'modified', 'deleted']

export function ruleEntries(document: RulesDocument, settings: RuleSettings): RuleEntries {
  const { sources: given = {}, ignore = [], calendars = {} } = document
  const sources = Object.entries(given).map(([name, source]) => ruleSource(name, source))
  const known = {
    sources: Object.keys(given),
    calendars: [...Object.keys(calendars), ...(settings.calendars ?? [])],
  }
  const pipelines = Object.entries(document.pipelines)
  const named = new Set(sources.map(({ name }) => name))
  return {
    rules: pipelines.map(([pipeline, entry]) => {
      const from = sources.filter(({ name }) => entry.from === undefined || entry.from.includes(name))
      // Without a word on sources, the EventBridge rule chooses: whatever arrives counts.
      return ruleOf(pipeline, { entry, ignore, sources: named.size === 0 ? 'every' : from }, settings)
    }),
    sources: named.size === 0 ? 'every' : sources,
    issues: pipelines.flatMap(([pipeline, { from = [], calendar = [] }]) => [
      ...unknownWords(from, known.sources, { noun: 'source', path: ['pipelines', pipeline, 'from'] }),
      ...unknownWords(calendar, known.calendars, {
        noun: 'calendar',
        path: ['pipelines', pipeline, 'calendar'],
      }),
    ]),
  }
}

/** A fault for each word that is none of those known. */
export function unknownWords(
  words: readonly string[],
  known: readonly string[],
  { noun, path }: { readonly noun: string; readonly path: Issue['path'] },
): readonly Issue[] {
  return words.flatMap((word, at) => {
    if (known.includes(word)) return []
    const didYouMean = nearestWord(word, known)
    const hint = didYouMean === undefined ? {} : { didYouMean }
    const expected = `a ${noun} of this document`
    return [
      { severity: 'fault' as const, path: [...path, at], expected, found: JSON.stringify(word), ...hint },
    ]
  })
}

function ruleSource(name: string, source: DocumentSource): RuleSource {
  const { codecommit, github, git, s3, ecr, branches, tags } = source
  if (s3 !== undefined)
    return { name, kind: 's3', repository: s3.bucket, key: s3.key, branches: [], tags: [] }
  if (ecr !== undefined) return { name, kind: 'ecr', repository: ecr, branches: [], tags: tags ?? 'every' }
  const refs = { branches: branches ?? (tags === undefined ? ('every' as const) : []), tags: tags ?? [] }
  if (codecommit !== undefined) return { name, kind: 'codecommit', repository: codecommit, ...refs }
  if (github !== undefined) return { name, kind: 'github', repository: github, ...refs }
  return { name, kind: 'git', repository: git ?? '', ...refs }
}

interface Written {
  readonly entry: DocumentPipeline
  readonly ignore: readonly PathPattern[]
  readonly sources: Rule['sources']
}

function ruleOf(pipeline: string, { entry, ignore, sources }: Written, { digest }: RuleSettings): Rule {
  const { paths, pathsIgnore = [], change = everyKind, calendar = [], when = 'digest' } = entry
  return digested(
    {
      pipeline,
      includes: paths ?? 'every',
      excludes: [...pathsIgnore, ...ignore],
      changes: everyKind.filter((kind) => change.includes(kind)),
      calendars: [...new Set(calendar)],
      when,
      sources,
      path: ['pipelines', pipeline],
    },
    digest,
  )
}

/** The order in which a person wrote globs and sources down decides nothing, and neither do sources' names. */
function digested(rule: Omit<Rule, 'digest'>, digest: RuleSettings['digest']): Rule {
  const texts = (globs: readonly PathPattern[] | 'every') =>
    globs === 'every'
      ? globs
      : [...new Set(globs.map(({ text, form }) => `${form.form === 'caseless'} ${text}`))].toSorted()
  const { includes, excludes, changes, when, sources } = rule
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
    digest: digest(JSON.stringify([texts(includes), texts(excludes), changes, when, places])),
  }
}

/** The AWS article's documents: paths to the letter but for case, of every repository and branch. */
export function articleEntries(document: ArticleDocument, { digest }: RuleSettings): RuleEntries {
  const common = { changes: everyKind, calendars: [], when: 'digest', sources: 'every' } as const
  if ('pipeline' in document) {
    const { pipeline, files_to_ignore: ignored } = document
    const excludes = ignored.map(caselessPath)
    const rule = digested({ ...common, pipeline, includes: 'every', excludes, path: ['pipeline'] }, digest)
    return { rules: [rule], sources: 'every', issues: [] }
  }
  const files = Object.entries(document.config_file_mapping)
  const pipelines = [...new Set(files.flatMap(([, names]) => names))]
  const rules = pipelines.map((pipeline) => {
    const own = files.filter(([, names]) => names.includes(pipeline)).map(([file]) => file)
    const path = ['config_file_mapping', own[0] ?? '']
    return digested({ ...common, pipeline, includes: own.map(caselessPath), excludes: [], path }, digest)
  })
  return { rules, sources: 'every', issues: [] }
}
