/** The parts of a TypeScript source that walls look at, without taking words for code. */
export interface Lexed {
  /** The source with comments gone and each text replaced by its position in `texts`: `from "3"`. */
  readonly code: string
  /** What stood between quotes, and the literal pieces of templates. */
  readonly texts: readonly string[]
  readonly comments: readonly string[]
}

// Order matters: a comment may hold quotes, a text may hold slashes, a pattern may hold both.
const token = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)`,
    String.raw`(?<text>'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*")`,
    String.raw`(?<pattern>(?<=(?:^|[(,=:[!&|?{};>~]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])*\/[a-z]*)`,
    '(?<tick>`)',
    '(?<brace>[{}])',
  ].join('|'),
  'gm',
)

const templatePiece = /((?:\\[\s\S]|(?!\$\{)[^`\\])*)(`|\$\{|$)/y

/** Takes a source apart. Good enough for walls; a compiler it is not. */
export function lex(source: string): Lexed {
  const texts: string[] = []
  const comments: string[] = []
  const keep = (text: string) => `"${texts.push(text) - 1}"`
  // For each open template the number of braces open inside its interpolation.
  const templates: number[] = []
  let code = ''
  let at = 0

  const readTemplate = () => {
    templatePiece.lastIndex = at
    const [all = '', piece = '', end = ''] = templatePiece.exec(source) ?? []
    code += keep(piece) + (end === '${' ? '+(' : '')
    at += all.length
    if (end === '${') templates.push(0)
  }

  for (;;) {
    token.lastIndex = at
    const match = token.exec(source)
    code += source.slice(at, match?.index)
    if (match === null) return { code, texts, comments }
    const [found] = match
    const { comment, text, pattern, tick } = match.groups ?? {}
    at = match.index + found.length
    if (comment !== undefined) comments.push(comment)
    else if (text !== undefined) code += keep(text.slice(1, -1))
    else if (pattern !== undefined) code += '/pattern/'
    else if (tick !== undefined) readTemplate()
    else if (found === '}' && templates.at(-1) === 0) {
      templates.pop()
      code += ')+'
      readTemplate()
    } else {
      const depth = templates.pop()
      if (depth !== undefined) templates.push(depth + (found === '{' ? 1 : -1))
      code += found
    }
  }
}
