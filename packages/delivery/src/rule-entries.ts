import { type Issue, nearestWord } from '@sallyport/kernel'
import type { ChangeKind } from './change-set.ts'
import type { PathPattern } from './path-pattern.ts'
import { digested } from './rule-digest.ts'
import { ruleWorkspace, unknownPackage, workspacePaths } from './rule-workspace.ts'
import type { Rule, RuleSource } from './rule.ts'
import type { DocumentPipeline, DocumentSource, RulesDocument } from './rules-document.ts'
import type { WorkspaceLock } from './workspace-lock.ts'

/** A document's rules, and what is wrong between its members. */
export interface RuleEntries {
  readonly rules: readonly Rule[]
  readonly sources: readonly RuleSource[] | 'every'
  readonly issues: readonly Issue[]
}

export interface RuleSettings {
  /** SHA-256 in hexadecimal, or anything that tells texts apart: the domain has no cryptography. */
  readonly digest: (text: string) => string
  /** Of the workspace whose packages rules name; without one, such rules watch everything. */
  readonly lock?: WorkspaceLock | undefined
  /** Names of calendars that the deployment brings along. */
  readonly calendars?: readonly string[]
}

export const everyKind: readonly ChangeKind[] = ['added', 'modified', 'deleted']

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
    issues: pipelines.flatMap(([pipeline, { from = [], calendar = [], workspace }]) => [
      ...unknownPackage(workspace, settings, ['pipelines', pipeline, 'workspace']),
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

function ruleOf(pipeline: string, { entry, ignore, sources }: Written, settings: RuleSettings): Rule {
  const { paths, pathsIgnore = [], change = everyKind, calendar = [], when = 'digest', workspace } = entry
  const packages = workspace === undefined ? [] : workspacePaths(workspace, settings)
  const written = paths ?? (workspace === undefined ? 'every' : [])
  return digested(
    {
      pipeline,
      includes: written === 'every' || packages === 'every' ? 'every' : [...written, ...packages],
      excludes: [...pathsIgnore, ...ignore],
      changes: everyKind.filter((kind) => change.includes(kind)),
      calendars: [...new Set(calendar)],
      when,
      sources,
      ...(workspace === undefined ? {} : { workspace: ruleWorkspace(workspace, settings) }),
      path: ['pipelines', pipeline],
    },
    settings.digest,
    written,
  )
}
