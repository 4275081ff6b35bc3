import { type Issue, issueFrom, type Reading, reservedMembers } from '@sallyport/kernel'
import * as v from 'valibot'
import { closed, judging } from './member-document.ts'
import { unknownWords } from './rule-entries.ts'
import type { WorkspaceLock } from './workspace-lock.ts'

const pathSchema = judging(
  'a path from the root of the repository',
  (text) => text !== '' && !text.split('/').some((step) => step === '' || step === '.' || step === '..'),
)
const packageSchema = closed({
  directory: pathSchema,
  dependsOn: v.array(v.string()),
  resolutions: v.optional(judging('a SHA-256 in hexadecimal', (text) => /^[0-9a-f]{64}$/.test(text))),
})
const objectSchema = judging('the name of an object of git', (text) =>
  /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text),
)
const lockSchema = closed({
  lockVersion: v.literal(1),
  packages: v.record(v.string(), packageSchema),
  lockfile: v.optional(closed({ path: pathSchema, object: objectSchema })),
  shared: v.array(pathSchema),
})

const members = [lockSchema, packageSchema, lockSchema.entries.lockfile.wrapped].flatMap((schema) =>
  Object.keys(schema.entries),
)

/** Reads what `sallyport rules lock` wrote from its value: member by member, then across packages. */
export function readWorkspaceLock(value: unknown): Reading<WorkspaceLock> {
  const reserved = reservedMembers(value)
  const read = v.safeParse(lockSchema, value)
  if (!read.success || reserved.length > 0) {
    const issues = (read.issues ?? []).map((complaint) => issueFrom(complaint, members))
    return { outcome: 'bad', issues: [...reserved, ...issues] }
  }
  const lock = lockFrom(read.output)
  const issues = strangers(lock)
  return issues.length > 0 ? { outcome: 'bad', issues } : { outcome: 'good', value: lock }
}

/** Absent members are absent: an `undefined` would be written out as something that differs. */
function lockFrom({ packages, lockfile, ...rest }: v.InferOutput<typeof lockSchema>): WorkspaceLock {
  const known = Object.entries(packages).map(([name, { resolutions, ...others }]) => [
    name,
    resolutions === undefined ? others : { ...others, resolutions },
  ])
  return {
    ...rest,
    packages: Object.fromEntries(known),
    ...(lockfile === undefined ? {} : { lockfile }),
  }
}

function strangers({ packages }: WorkspaceLock): readonly Issue[] {
  const names = Object.keys(packages)
  return Object.entries(packages).flatMap(([name, { dependsOn }]) =>
    unknownWords(dependsOn, names, { noun: 'package', path: ['packages', name, 'dependsOn'] }).map(
      (issue) => ({
        ...issue,
        expected: 'a package of this lock',
      }),
    ),
  )
}
