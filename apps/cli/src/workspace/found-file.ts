import { readFile } from 'node:fs/promises'
import { UsageError } from '../exit.ts'

/**
 * What is in a file that may not be there.
 *
 * @returns nothing when it is not
 * @throws UsageError when it is there and cannot be read: what is not known must not look absent
 */
export async function foundFile(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error'
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new UsageError(path, 'a file that can be read', code)
  }
}

/** The same as text, without a mark of its byte order. */
export async function foundText(path: string): Promise<string | undefined> {
  const content = await foundFile(path)
  return content === undefined ? undefined : new TextDecoder().decode(content)
}
