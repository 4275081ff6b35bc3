import { caselessPath } from './path-pattern.ts'
import { digested } from './rule-digest.ts'
import { everyKind, type RuleEntries, type RuleSettings } from './rule-entries.ts'
import type { ArticleDocument } from './rules-document.ts'

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
