import { canary } from './corpus-stage.ts'

/** Everything a failure says, its causes included. */
export function allWords(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure)
  return `${failure.message} ${failure.stack} ${JSON.stringify(failure)} ${allWords(failure.cause)}`
}

/** Whether a text has the canary in it, or a part of the token that is long enough to be telling. */
export function tells(text: string, token: string): boolean {
  return [canary, ...token.split('.')].some((word) => word.length > 12 && text.includes(word))
}
