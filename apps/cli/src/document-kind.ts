import { nearestWord } from '@sallyport/kernel'

/** `configuration` is the authorizer's, `trigger` and `webhook` those of gate 2, `lock` what `rules lock` writes. */
export type DocumentKind = 'permissions' | 'configuration' | 'rules' | 'trigger' | 'webhook' | 'lock'

/** Members by which a document is recognised. */
const members: Readonly<Record<DocumentKind, readonly string[]>> = {
  configuration: ['verifiers', 'permissions', 'policy'],
  trigger: ['sources', 'rules', 'pipelines', 'ledger', 'postponement'],
  webhook: ['secrets', 'queue', 'ledger', 'repositories'],
  rules: [
    'pipelines',
    'sources',
    'files_to_ignore',
    'config_file_mapping',
    'ignore',
    'calendars',
    'onUnknownBase',
    'self',
  ],
  lock: ['lockVersion', 'packages', 'lockfile', 'shared'],
  permissions: ['api', 'scopes', 'grants', 'deny', 'apiPermissions', 'routes', 'tests'],
}

/** The kind whose members a document has most of; where none is known, whose are nearest. */
export function documentKind(value: unknown): DocumentKind {
  const entries = entriesIn(value)
  return (
    most(entries, ([name, member], kind) => members[kind].includes(name) && fits(name, member, kind)) ??
    most(entries, ([name], kind) => nearestWord(name, members[kind]) !== undefined) ??
    'permissions'
  )
}

type Entry = readonly [string, unknown]

/** Where two kinds have as many members, the first of these. */
const kinds = ['configuration', 'rules', 'trigger', 'webhook', 'lock', 'permissions'] as const

function most(
  entries: readonly Entry[],
  isOf: (entry: Entry, kind: DocumentKind) => boolean,
): DocumentKind | undefined {
  const counts = kinds.map((kind) => ({
    kind,
    count: entries.filter((entry) => isOf(entry, kind)).length,
  }))
  const [first] = counts.toSorted((one, other) => other.count - one.count)
  return first === undefined || first.count === 0 ? undefined : first.kind
}

/** A trigger lists its sources and has one adapter for pipelines; rules name both. */
function fits(name: string, member: unknown, kind: DocumentKind): boolean {
  if (kind !== 'rules' && kind !== 'trigger') return true
  if (name === 'sources') return Array.isArray(member) === (kind === 'trigger')
  return name !== 'pipelines' || isAdapter(member) === (kind === 'trigger')
}

const isAdapter = (member: unknown) =>
  typeof member === 'object' && member !== null && 'use' in member && typeof member.use === 'string'

/** A list is the AWS articles': of permissions, or of rules. */
function entriesIn(value: unknown): readonly Entry[] {
  const whole: unknown = Array.isArray(value) ? value[0] : value
  return typeof whole === 'object' && whole !== null ? Object.entries(whole) : []
}
