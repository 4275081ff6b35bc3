import { type Issue, issueFrom, reservedMembers } from '@sallyport/kernel'
import * as v from 'valibot'
import { calendarMembers, calendarSchema } from './calendar-document.ts'
import { documentInstant } from './document-instant.ts'
import { closed, judging, listOf, oneOrMore, reading, type TextFault, together } from './member-document.ts'
import { type PathPattern, pathPattern } from './path-pattern.ts'

/** A document's members as they were written, each already checked and read by itself. */
export type RulesDocument = v.InferOutput<typeof documentSchema>
export type DocumentSource = v.InferOutput<typeof sourceSchema>
export type DocumentPipeline = v.InferOutput<typeof pipelineSchema>
export type DocumentTest = v.InferOutput<typeof testSchema>
/** `files_to_ignore` and `pipeline`, or `config_file_mapping`, of the AWS article. */
export type ArticleDocument = v.InferOutput<typeof ignoringSchema> | v.InferOutput<typeof mappingSchema>

const globsSchema = listOf(reading(pathPattern))
const shortNamesSchema = listOf(reading(shortName))
const repository = (expected: string, form: RegExp) => judging(expected, (text) => form.test(text))
const nameSchema = judging('a name of letters, digits, ".", "_" and "-"', (text) => /^[\w.-]+$/.test(text))
const pipelineNameSchema = judging('the name of a pipeline: 1 to 100 of A-Z a-z 0-9 . @ _ -', (text) =>
  /^[A-Za-z0-9.@_-]{1,100}$/.test(text),
)
const objectSchema = closed({
  bucket: repository('the name of a bucket', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  key: judging('a key of 1 to 1024 bytes', (text) => text !== '' && text.length <= 1024),
})
const kinds = ['codecommit', 'github', 'git', 's3', 'ecr'] as const
const sourceSchema = v.pipe(
  closed({
    codecommit: v.optional(repository('the name of a repository', /^[\w.-]{1,100}$/)),
    github: v.optional(repository('owner/name', /^[\w.-]+\/[\w.-]+$/)),
    git: v.optional(repository('the name of a repository', /^\S+$/)),
    s3: v.optional(objectSchema),
    ecr: v.optional(repository('the name of an image repository', /^[a-z0-9][a-z0-9._/-]{1,255}$/)),
    branches: v.optional(shortNamesSchema),
    tags: v.optional(shortNamesSchema),
    note: v.optional(v.string()),
  }),
  together((source) => {
    const found = kinds.filter((kind) => source[kind] !== undefined)
    if (found.length !== 1)
      return {
        expected: `one of ${kinds.join(', ')}`,
        found: found.length === 0 ? 'none' : found.join(' and '),
      }
    if (source.s3 !== undefined && (source.branches ?? source.tags) !== undefined)
      return { expected: 'neither branches nor tags, which an object does not have', found: 'some' }
    return source.ecr !== undefined && source.branches !== undefined
      ? { expected: 'tags only, since an image has no branches', found: 'branches' }
      : undefined
  }),
)
const pipelineSchema = closed({
  from: v.optional(oneOrMore(v.string())),
  paths: v.optional(globsSchema),
  pathsIgnore: v.optional(globsSchema),
  workspace: v.optional(judging('the name of a package', (text) => text.trim() !== '')),
  change: v.optional(oneOrMore(v.picklist(['added', 'modified', 'deleted']))),
  calendar: v.optional(oneOrMore(v.string())),
  when: v.optional(v.picklist(['digest', 'layers'])),
  note: v.optional(v.string()),
})
const pathSchema = judging(
  'a path from the root of the repository',
  (text) => text !== '' && !text.split('/').some((step) => step === '' || step === '.' || step === '..'),
)
const testSchema = closed({
  changed: listOf(pathSchema),
  from: v.optional(v.string()),
  at: v.optional(reading(documentInstant)),
  expect: v.lazy((input) =>
    typeof input === 'object' && input !== null && !Array.isArray(input)
      ? v.record(v.string(), reading(documentInstant))
      : oneOrMore(v.string()),
  ),
  note: v.optional(v.string()),
})
const documentSchema = closed({
  $schema: v.optional(v.string()),
  ignore: v.optional(globsSchema),
  sources: v.optional(v.record(nameSchema, sourceSchema)),
  pipelines: v.record(pipelineNameSchema, pipelineSchema),
  calendars: v.optional(v.record(nameSchema, calendarSchema)),
  onUnknownBase: v.optional(v.picklist(['start', 'hold', 'skip']), 'start'),
  self: v.optional(pathSchema),
  tests: v.optional(v.array(testSchema)),
})
const fileSchema = judging('a path', (text) => text !== '')
const ignoringSchema = closed({ files_to_ignore: v.array(fileSchema), pipeline: pipelineNameSchema })
const mappingSchema = closed({ config_file_mapping: v.record(fileSchema, oneOrMore(pipelineNameSchema)) })

const members = [documentSchema, pipelineSchema, testSchema, objectSchema, ignoringSchema, mappingSchema]
  .flatMap((schema) => Object.keys(schema.entries))
  .concat(kinds, 'branches', 'tags', calendarMembers)

export type DocumentReading =
  | { readonly outcome: 'good'; readonly document: RulesDocument }
  | { readonly outcome: 'article'; readonly document: ArticleDocument }
  | { readonly outcome: 'bad'; readonly issues: readonly Issue[] }

/** Checks a rules document member by member; every fault is found at once. */
export function readRules(value: unknown): DocumentReading {
  const reserved = reservedMembers(value)
  const has = (name: string) => typeof value === 'object' && value !== null && Object.hasOwn(value, name)
  const schema = has('files_to_ignore')
    ? ignoringSchema
    : has('config_file_mapping')
      ? mappingSchema
      : undefined
  const read = v.safeParse(schema ?? documentSchema, value)
  if (read.success && reserved.length === 0)
    return schema === undefined
      ? { outcome: 'good', document: read.output as RulesDocument }
      : { outcome: 'article', document: read.output as ArticleDocument }
  const issues = (read.issues ?? []).map((complaint) => issueFrom(complaint, members))
  return { outcome: 'bad', issues: [...reserved, ...issues] }
}

/** A glob for the short names of branches or tags. */
function shortName(text: string): PathPattern | TextFault {
  const short = text.replace(/^refs\/(heads|tags)\//, '')
  if (short === text) return pathPattern(text)
  return { expected: `the short name, ${JSON.stringify(short)}`, found: JSON.stringify(text) }
}
