/** One promise an adapter makes, in words for people and in code for machines. */
export interface Clause<Stage> {
  readonly promise: string
  /** Rejects with a sentence when the promise is broken. */
  readonly keep: (stage: Stage) => Promise<void>
}

/**
 * Everything a port expects of its adapters that types cannot say. It is data and imports no test
 * runner, so that contributors outside this repository run it with theirs.
 */
export type Contract<Stage> = readonly Clause<Stage>[]

/** Ends a clause with a sentence when the promise is broken. */
export function demand(kept: boolean, complaint: string): asserts kept {
  if (!kept) throw new Error(complaint)
}
