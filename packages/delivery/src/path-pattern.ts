import picomatch from 'picomatch/posix.js'

/**
 * A glob for paths: picomatch's dialect with `dot: true`, case-sensitive, a leading `./` left out.
 * `**` is any depth, `*` stays within one directory, `docs/**` is `docs` and all below it.
 */
export interface PathPattern {
  /** As a person wrote it. */
  readonly text: string
  readonly form: PatternForm
  /** picomatch's own answer, whatever the form. */
  readonly matches: (path: string) => boolean
}

/**
 * What an index can look up at once. It tells, of a path with plain segments (none of them empty, `.` or
 * `..`), exactly what picomatch would, but for `glob`: there it only narrows down what has to be asked.
 */
export type PatternForm =
  | { readonly form: 'every' }
  /** The path itself. */
  | { readonly form: 'path'; readonly path: string }
  /** The same, whatever the case of its letters. */
  | { readonly form: 'caseless'; readonly path: string }
  /** A directory and all below it; without a slash at its end. */
  | { readonly form: 'below'; readonly directory: string }
  /** A file's name, anywhere below a directory; the empty one is the root. */
  | { readonly form: 'name'; readonly directory: string; readonly name: string }
  /** The end of a file's name, anywhere below a directory. */
  | { readonly form: 'ending'; readonly directory: string; readonly ending: string }
  /** Anything else, below the directory and with the ending that are plain in it; both may be empty. */
  | { readonly form: 'glob'; readonly directory: string; readonly ending: string }

/** Why a text is no path pattern. */
export interface PathPatternFault {
  readonly expected: string
  readonly found: string
}

/** Longer than any path, short enough to compile. */
const longest = 4096

/** Reads a glob, or says what is wrong with it. Never throws. */
export function pathPattern(text: string): PathPattern | PathPatternFault {
  const found = JSON.stringify(text)
  const glob = text.replace(/^(\.\/)+/, '')
  if (glob.trim() === '') return { expected: 'a glob', found: text === '' ? 'an empty text' : found }
  if (glob.length > longest)
    return { expected: `a glob of at most ${longest} characters`, found: `one of ${glob.length}` }
  if (glob.startsWith('!')) return { expected: 'a glob without "!"; what is out goes to pathsIgnore', found }
  if (glob.startsWith('/'))
    return { expected: 'a path from the root of the repository, without a slash first', found }
  if (glob.endsWith('/')) return { expected: `a glob of files, such as "${glob}**"`, found }
  if (glob.split('/').some((step) => step === '' || step === '.' || step === '..'))
    return { expected: 'a glob without empty, "." or ".." segments', found }
  // picomatch 4.0.7 reads past the end of a glob that ends so, and never comes back.
  if (glob.includes('\\\\\\\\')) return { expected: 'at most three backslashes in a row', found }
  const matches = matcherOf(glob)
  if (matches === undefined) return { expected: 'a glob whose braces, brackets and ranges are closed', found }
  return { text, form: formOf(glob), matches }
}

/** A path to the letter but for case, as the AWS article compares them. */
export function caselessPath(text: string): PathPattern {
  const path = text.toLowerCase()
  return { text, form: { form: 'caseless', path }, matches: (other) => other.toLowerCase() === path }
}

export const isPathPatternFault = (pattern: PathPattern | PathPatternFault): pattern is PathPatternFault =>
  'expected' in pattern

// A path may hold a newline, and `.` must not stop at it.
const dialect = { dot: true, flags: 's' } as const

/** Compiled when first asked: an index answers for most patterns by itself. */
function matcherOf(glob: string): PathPattern['matches'] | undefined {
  let matches: ((path: string) => boolean) | undefined
  const compiled = () => (matches ??= picomatch(glob, dialect))
  if (!isPlainText(glob)) {
    // picomatch turns what does not compile into an expression that matches nothing.
    if (picomatch.makeRe(glob, dialect).source === '$^') return undefined
    compiled()
  }
  return (path) => compiled()(path)
}

/** Stars and characters that mean nothing to picomatch, wherever they stand; of two dots it makes more than that. */
const isPlainText = (text: string) => /^[^\\?[\](){}!+|^$"<>\p{Cc}]+$/u.test(text) && !text.includes('..')

const isPlain = (step: string) => !step.includes('*') && isPlainText(step)

function formOf(glob: string): PatternForm {
  const steps = glob.split('/')
  const last = steps.at(-1) ?? ''
  const before = steps.slice(0, -1)
  const literal = before.findIndex((step) => !isPlain(step))
  const directory = before.slice(0, literal < 0 ? undefined : literal).join('/')
  if (literal < 0 && isPlain(last)) return { form: 'path', path: glob }
  if (literal < 0 && last === '**') return directory === '' ? { form: 'every' } : { form: 'below', directory }
  const isDeep = literal === before.length - 1 && before.at(-1) === '**'
  if (isDeep && isPlain(last)) return { form: 'name', directory, name: last }
  if (isDeep && last === '*')
    return directory === '' ? { form: 'every' } : { form: 'ending', directory, ending: '' }
  if (isDeep && last.startsWith('*.') && isPlain(last.slice(1)))
    return { form: 'ending', directory, ending: last.slice(1) }
  return { form: 'glob', ...plainEnds(glob, directory) }
}

/** An alternative (`|`) outside of brackets of its own may leave the directory, and braces the ending. */
function plainEnds(glob: string, directory: string) {
  const ending = isPlainText(glob.replaceAll('?', '')) ? (/[^*?/]*$/.exec(glob)?.[0] ?? '') : ''
  const isAstray = glob.replaceAll(/\([^()[\]\\"]*\)/g, '').includes('|')
  return { directory: isAstray ? '' : directory, ending }
}
