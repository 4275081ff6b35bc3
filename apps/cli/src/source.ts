import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { extname } from 'node:path'
import type { Language } from './document-text.ts'
import { UsageError } from './exit.ts'

/** A document as it was found. */
export interface Source {
  /** As it was named, `-` for stdin. */
  readonly file: string
  readonly content: string
  readonly language: Language
}

/** @throws UsageError when it cannot be read */
export async function sourceAt(file: string): Promise<Source> {
  const content = file === '-' ? await text(process.stdin) : await contentOf(file)
  return { file, content, language: languageOf(file, content) }
}

/** @throws UsageError when it cannot be read */
export async function contentOf(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (error) {
    throw new UsageError(file, 'a file that can be read', obstacleIn(error))
  }
}

const obstacles: Readonly<Record<string, string>> = {
  EACCES: 'no permission to read it',
  EISDIR: 'a directory',
  ENOENT: 'no such file',
  ENOTDIR: 'a path through something that is not a directory',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'bytes that are not UTF-8',
}

function obstacleIn(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error'
  return obstacles[code] ?? code
}

/** By the name; without one that says it, JSON is what could be nothing else. */
function languageOf(file: string, content: string): Language {
  const extension = extname(file).toLowerCase()
  if (extension === '.json') return 'json'
  if (extension === '.yaml' || extension === '.yml') return 'yaml'
  return /^\uFEFF?\s*[{[]/.test(content) ? 'json' : 'yaml'
}
