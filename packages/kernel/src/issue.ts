/**
 * Something wrong in what a person wrote: a document or a configuration. All Issues of one reading
 * are reported together, so that one round of corrections is enough.
 */
export interface Issue {
  /** A fault makes the document unusable; a warning is shown by `sallyport check` only. */
  readonly severity: 'fault' | 'warning'
  /** Member names and list positions from the top of the document. */
  readonly path: readonly (string | number)[]
  readonly expected: string
  /** In words; never the value of a secret. */
  readonly found: string
  /** The known word nearest to the one found. */
  readonly didYouMean?: string
}

/** `grants[0].allow[1]: expected ..., found ...; did you mean "..."?` */
export function sentence({ path, expected, found, didYouMean }: Issue): string {
  const hint = didYouMean === undefined ? '' : `; did you mean "${didYouMean}"?`
  return `${spelled(path)}: expected ${expected}, found ${found}${hint}`
}

/** A path as people write it: `scopes["pets:read"][0]`, or `document` for the whole. */
export function spelled(path: Issue['path']): string {
  const text = path.map(step).join('')
  return text === '' ? 'document' : text.replace(/^\./, '')
}

function step(part: string | number): string {
  if (typeof part === 'number') return `[${part}]`
  return /^[A-Za-z_][\w-]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`
}
