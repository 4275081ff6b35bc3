/** The events that move a branch or a tag. */
export type RefEvent = 'push' | 'create' | 'delete'

/** What is forwarded of a payload, and where it belongs. */
export interface RefChange {
  /** As GitHub spells it, `owner/name`. */
  readonly repository: string
  /** `refs/heads/main` */
  readonly ref: string
  /** The payload, without what nobody reads. */
  readonly detail: Readonly<Record<string, unknown>>
}

export const isRefEvent = (name: string): name is RefEvent => ['push', 'create', 'delete'].includes(name)

/**
 * Reads a payload, and keeps of it what says which ref of which repository points where. Lists of commits
 * and of their files are left out: GitHub ends them at 2,048 commits, so that nobody may decide by them, and
 * they would not fit into a message.
 *
 * The header that names the event is not signed. A payload must therefore be of the event it is said to
 * be: a push has `before` and `after`, a creation `master_branch`, and a deletion neither.
 *
 * Source: docs.github.com, "Webhook events and payloads".
 * @returns nothing for a payload of another event; `ignored` for a ref that is neither branch nor tag
 */
export function refChangeIn(name: RefEvent, payload: unknown): RefChange | 'ignored' | undefined {
  const given = membersOf(payload)
  const repository = membersOf(given['repository'])
  const { full_name: fullName } = repository
  if (!isFullName(fullName) || !isRefName(given['ref'])) return undefined
  const own = name === 'push' ? pushIn(given) : namedIn(name, given)
  if (own === undefined || own === 'ignored') return own
  return { repository: fullName, ref: own.ref, detail: { ...own.detail, ...surroundingsIn(given) } }
}

type Own = Pick<RefChange, 'ref' | 'detail'>
type Members = Readonly<Record<string, unknown>>

function pushIn(given: Members): Own | 'ignored' | undefined {
  const { ref, before, after } = given
  if (typeof ref !== 'string' || !isObjectName(before) || !isObjectName(after)) return undefined
  if (!/^refs\/(?:heads|tags)\/./.test(ref)) return 'ignored'
  return {
    ref,
    detail: picked(given, ['ref', 'before', 'after', 'created', 'deleted', 'forced', 'base_ref']),
  }
}

function namedIn(name: 'create' | 'delete', given: Members): Own | 'ignored' | undefined {
  const { ref, ref_type: type, master_branch: masterBranch } = given
  const isOfEvent = name === 'create' ? typeof masterBranch === 'string' : masterBranch === undefined
  if (typeof ref !== 'string' || typeof type !== 'string' || !isOfEvent) return undefined
  if (type !== 'branch' && type !== 'tag') return 'ignored'
  return {
    ref: `refs/${type === 'branch' ? 'heads' : 'tags'}/${ref}`,
    detail: picked(given, ['ref', 'ref_type', 'master_branch', 'pusher_type']),
  }
}

/** Whose it is, who did it, and which installation may ask about it. */
function surroundingsIn({ repository, sender, installation, organization }: Members): Members {
  return {
    repository: picked(repository, ['id', 'name', 'full_name', 'default_branch', 'private']),
    ...member('sender', picked(sender, ['login', 'id', 'type'])),
    ...member('installation', picked(installation, ['id'])),
    ...member('organization', picked(organization, ['login', 'id'])),
  }
}

const member = (name: string, members: Members) =>
  Object.keys(members).length === 0 ? {} : { [name]: members }

/** Members that are no structures, and not long: whatever GitHub will add, the event stays small. */
function picked(value: unknown, names: readonly string[]): Members {
  const given = membersOf(value)
  return Object.fromEntries(
    names.flatMap((name) => (isShort(given[name]) ? [[name, given[name]] as const] : [])),
  )
}

const isShort = (value: unknown) =>
  value === null ||
  ['number', 'boolean'].includes(typeof value) ||
  (typeof value === 'string' && value.length <= mostLetters)

const mostLetters = 1024

const isRefName = (text: unknown) => typeof text === 'string' && text !== '' && text.length <= mostLetters

const isFullName = (text: unknown): text is string =>
  typeof text === 'string' && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(text)

/** Of SHA-1 or SHA-256; zeros where there is none. */
const isObjectName = (text: unknown) =>
  typeof text === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
