import { type GitRepository, textOf } from './git-process.ts'

/** The full name of an object: SHA-1 or SHA-256, in lower-case hex. */
export const isObjectName = (text: unknown): text is string =>
  typeof text === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)

/** What a hook says for a ref that was not there, or is not any more. */
export const isZero = (name: string) => /^0+$/.test(name)

/** The empty tree, which git knows without having it: by the length of the names in use. */
export const emptyTree = (like: string) =>
  like.length === 64
    ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
    : '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** What no object is called. */
const nothing = '0'.repeat(40)

/** The commits that names and refs stand for, in their order; nothing for one that does not exist. */
export async function commitsOf(
  repository: GitRepository,
  names: readonly (string | undefined)[],
): Promise<readonly (string | undefined)[]> {
  // By standard input, where no name can be taken for an option.
  const input = names.map((name) => `${name ?? nothing}^{commit}\n`).join('')
  const answer = await textOf(repository, { words: ['cat-file', '--batch-check=%(objectname)'], input })
  const lines = answer.split('\n')
  return names.map((_, at) => (isObjectName(lines[at]) ? lines[at] : undefined))
}
