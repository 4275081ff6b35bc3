/** An answer that may be asked for again on condition that it changed. */
export interface RememberedAnswer {
  readonly tag: string
  readonly body: unknown
  readonly link: string | undefined
}

export interface RememberedAnswers {
  readonly of: (name: string) => RememberedAnswer | undefined
  readonly keep: (name: string, answer: RememberedAnswer) => void
}

/** Keeps so many answers at most; who was not asked for longest goes first. */
export function rememberedAnswers(most: number): RememberedAnswers {
  const answers = new Map<string, RememberedAnswer>()
  const keep = (name: string, answer: RememberedAnswer) => {
    answers.delete(name)
    answers.set(name, answer)
    const [oldest] = answers.keys()
    if (answers.size > most && oldest !== undefined) answers.delete(oldest)
  }
  return {
    of(name) {
      const found = answers.get(name)
      if (found !== undefined) keep(name, found)
      return found
    },
    keep,
  }
}
