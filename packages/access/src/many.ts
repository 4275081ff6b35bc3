/** Asks of each part, so many at a time; answers come in the order of the parts. */
export async function inTurn<Part, Answer>(
  parts: readonly Part[],
  width: number,
  ask: (part: Part) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (let start = 0; start < parts.length; start += width)
    answers.push(...(await Promise.all(parts.slice(start, start + width).map(ask))))
  return answers
}

/** Makes a thing for each name, and forgets the one used least recently when there are too many. */
export function bounded<Thing>(most: number, make: (name: string) => Thing): (name: string) => Thing {
  const kept = new Map<string, Thing>()
  return (name) => {
    const thing = kept.get(name) ?? make(name)
    // A Map tells its entries in the order they were set.
    kept.delete(name)
    kept.set(name, thing)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return thing
  }
}
