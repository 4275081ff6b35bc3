import { nearestWord } from '@sallyport/kernel'

export type DocumentKind = 'permissions' | 'configuration' | 'rules'

/** Members by which a document is recognised. */
const members: Readonly<Record<DocumentKind, readonly string[]>> = {
  configuration: ['verifiers', 'permissions', 'policy'],
  rules: [
    'pipelines',
    'sources',
    'files_to_ignore',
    'config_file_mapping',
    'ignore',
    'calendars',
    'onUnknownBase',
  ],
  permissions: ['api', 'scopes', 'grants', 'deny', 'apiPermissions', 'routes', 'tests'],
}

/** The kind whose members a document has most of; where none is known, whose are nearest. */
export function documentKind(value: unknown): DocumentKind {
  const names = namesIn(value)
  return most(names, (name, known) => known.includes(name)) ?? most(names, isNear) ?? 'permissions'
}

function most(
  names: readonly string[],
  fits: (name: string, known: readonly string[]) => boolean,
): DocumentKind | undefined {
  const counts = (['configuration', 'rules', 'permissions'] as const).map((kind) => ({
    kind,
    count: names.filter((name) => fits(name, members[kind])).length,
  }))
  const [first] = counts.toSorted((one, other) => other.count - one.count)
  return first === undefined || first.count === 0 ? undefined : first.kind
}

const isNear = (name: string, known: readonly string[]) => nearestWord(name, known) !== undefined

/** A list is the AWS articles': of permissions, or of rules. */
function namesIn(value: unknown): readonly string[] {
  const whole: unknown = Array.isArray(value) ? value[0] : value
  return typeof whole === 'object' && whole !== null ? Object.keys(whole) : []
}
