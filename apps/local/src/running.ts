/** Something that is ended when the laptop is. */
export interface Part {
  readonly close: () => Promise<void>
}

/** Parts that were started together and end together, whichever of them fails. */
export function running() {
  const parts: Part[] = []
  return {
    started: async <Started extends Part>(part: Promise<Started>): Promise<Started> => {
      const begun = await part
      parts.push(begun)
      return begun
    },
    close: async (): Promise<void> => {
      // The last first: what calls the others must not find them gone.
      for (const part of parts.splice(0).toReversed()) await part.close()
    },
  }
}
