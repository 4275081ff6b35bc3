import { styleText } from 'node:util'

export type Tone = 'good' | 'bad' | 'warning' | 'faint' | 'strong'

/** Colours a text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string

const styles = { good: 'green', bad: 'red', warning: 'yellow', faint: 'dim', strong: 'bold' } as const

/** Colours are for people before a terminal who did not say NO_COLOR (https://no-color.org). */
export function paintFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const isPlain = stream.isTTY !== true || Boolean(environment['NO_COLOR']) || environment['TERM'] === 'dumb'
  return (tone, text) => (isPlain ? text : styleText(styles[tone], text, { validateStream: false }))
}

/** A text of somebody else's, without what would steer a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0')
    return `\\u${code}`
  })
}

/** `1 grant`, `2 grants`. */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

/** Data, to stdout. */
export function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** A message, to stderr. */
export function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`)
}
