import type { Buffer } from 'node:buffer'
import { crc32 } from 'node:zlib'

/** What an entry is called, as far as the directory says it. */
export interface WrittenName {
  readonly raw: Buffer
  readonly isUtf8: boolean
  /** Whether it was made where a backslash stands between directories. */
  readonly isOfDos: boolean
  /** Info-ZIP's extra field 0x7075, if there is one. */
  readonly unicodePath?: Buffer
}

/** The paths that an extractor may write the entry to, and what is strange about that, in words. */
export interface EntryName {
  readonly paths: readonly [string, ...string[]]
  readonly oddity?: string
}

/**
 * The path of an entry. A name that extractors do not agree about has each path that one of them writes:
 * `a/../b` is `a/b` to Info-ZIP and Python, which leave `..` out, and `b` to whoever follows it.
 */
export function entryName(written: WrittenName): EntryName {
  const { raw, isUtf8, isOfDos, unicodePath } = written
  const spelt = decoded(raw, isUtf8)
  const unicode = unicodePath && pathIn(unicodePath, raw)
  const isClean = unicode === undefined && plain.test(spelt.text) && !(isOfDos && spelt.text.includes('\\'))
  if (isClean && spelt.oddity === undefined) return { paths: [spelt.text] }
  if (unicode !== undefined && unicode !== spelt.text) return ofTwoSpellings(spelt, unicode, isOfDos)
  return withOddity(cleaned(spelt.text, isOfDos), spelt.oddity)
}

/** No empty step, `.` or `..`, no drive, no NUL; what nearly every name is. */
const plain = /^(?![A-Za-z]:)(?!\/)(?!\.{1,2}(?:\/|$))(?:(?!\/\/|\/\.{1,2}(?:\/|$)|\0)[^])+$/

const slash = 0x2f
const dot = 0x2e

/**
 * Whether a name is in ASCII, and nothing in it could be taken for anything else. That it is not does not
 * say that it is odd.
 */
export function isPlain(bytes: Buffer, start: number, end: number): boolean {
  let before = slash
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0
    // Beyond letters and signs; a colon may follow a drive, and a backslash is a letter to some.
    if (byte < 0x20 || byte > 0x7e || byte === 0x3a || byte === 0x5c) return false
    if (before === slash && (byte === slash || byte === dot)) return false
    before = byte
  }
  return end > start
}

interface Decoded {
  readonly text: string
  readonly oddity?: string
  /** Its letters are nobody's: it is not in UTF-8, and does not say in what. */
  readonly isGuess?: true
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Many writers write UTF-8 and do not say so. What is none is told by its bytes, each a letter. */
function decoded(raw: Buffer, isUtf8: boolean): Decoded {
  if (isAscii(raw)) return { text: raw.toString('latin1') }
  try {
    return { text: strict.decode(raw) }
  } catch {
    const oddity = 'a name that is called UTF-8 and is not'
    return { text: raw.toString('latin1'), isGuess: true, ...(isUtf8 && { oddity }) }
  }
}

function isAscii(raw: Buffer): boolean {
  for (let at = 0; at < raw.length; at += 1) if ((raw[at] ?? 0) > 127) return false
  return true
}

/** Of version 1, and only while it belongs to the name beside it. */
function pathIn(field: Buffer, raw: Buffer): string | undefined {
  if (field.length < 6 || field[0] !== 1 || field.readUInt32LE(1) !== crc32(raw)) return undefined
  try {
    return strict.decode(field.subarray(5))
  } catch {
    return undefined
  }
}

/**
 * A name in the letters of some country has its true spelling beside it; no other needs one, and there are
 * readers of either.
 */
function ofTwoSpellings({ text, isGuess }: Decoded, unicode: string, isOfDos: boolean): EntryName {
  const beside = cleaned(unicode, isOfDos)
  if (isGuess === true && isGuessOf(text, unicode)) return beside
  const other = cleaned(text, isOfDos)
  return { paths: distinct([...beside.paths, ...other.paths]), oddity: 'a name with two spellings' }
}

/** Whether two names are the same as far as the one needs no guess: the steps that are in ASCII. */
function isGuessOf(text: string, unicode: string): boolean {
  const [guessed, spelt] = [text.split('/'), unicode.split('/')]
  return (
    guessed.length === spelt.length &&
    // oxlint-disable-next-line no-control-regex
    guessed.every((step, at) => step === spelt[at] || /[^\0-\x7f]/.test(step))
  )
}

function cleaned(text: string, isOfDos: boolean): EntryName {
  const ended = text.includes('\0') ? [text.slice(0, text.indexOf('\0'))] : []
  const slashed = isOfDos && text.includes('\\') ? [text.replaceAll('\\', '/')] : []
  const spellings = [...slashed, ...ended, text]
  const written = spellings.flatMap(pathsOf).filter((path) => path !== '')
  // Of a name such as `..` nothing is left, and still there is something in the archive.
  const paths = distinct(written.length === 0 ? [text || '.'] : written)
  const oddity = oddityIn(text, isOfDos)
  return oddity === undefined ? { paths } : { paths, oddity }
}

function oddityIn(text: string, isOfDos: boolean): string | undefined {
  if (text === '') return 'an empty name'
  if (text.includes('\0')) return 'a name with a NUL in it'
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(isOfDos ? text : text.replaceAll('\\', '-')))
    return 'a name with .. in it'
  if (/^(?:\/|[A-Za-z]:)/.test(text)) return 'a name that begins at a root'
  if (isOfDos && text.includes('\\')) return 'a name with backslashes'
  return plain.test(text) ? undefined : 'a name with empty steps'
}

/** Without its drive and with it: `c:x` is a file like any other where there are no drives. */
function pathsOf(spelling: string): readonly string[] {
  const inDrive = spelling.replace(/^[A-Za-z]:/, '')
  return [withoutSteps(inDrive), followed(inDrive), withoutSteps(spelling)]
}

const joined = (steps: readonly string[], text: string) =>
  steps.length > 0 && text.endsWith('/') ? `${steps.join('/')}/` : steps.join('/')

/** As Info-ZIP and Python do it. */
function withoutSteps(text: string): string {
  const steps = text.split('/').filter((step) => step !== '' && step !== '.' && step !== '..')
  return joined(steps, text)
}

/** As the file system does it. */
function followed(text: string): string {
  const steps: string[] = []
  for (const step of text.split('/'))
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  return joined(steps, text)
}

const distinct = (paths: readonly string[]): EntryName['paths'] => {
  const [first = '.', ...others] = new Set(paths)
  return [first, ...others]
}

const withOddity = (name: EntryName, oddity: string | undefined): EntryName =>
  oddity === undefined ? name : { ...name, oddity }
