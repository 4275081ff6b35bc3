import type { Structure } from './source-action.ts'

/** Structures of pipelines, each read once until it is found to be out of date. */
export interface Structures {
  /** @returns whether it was only remembered, beside the structure */
  readonly of: (pipeline: string) => Promise<{ readonly structure: Structure; readonly remembered: boolean }>
  readonly forget: (pipeline: string) => void
}

export function structures(read: (pipeline: string) => Promise<Structure>): Structures {
  const known = new Map<string, Promise<Structure>>()

  return {
    async of(pipeline) {
      const remembered = known.get(pipeline)
      if (remembered !== undefined) return { structure: await remembered, remembered: true }
      const reading = read(pipeline)
      known.set(pipeline, reading)
      // A reading that failed is nobody's knowledge; whoever waits for it is told.
      reading.catch(() => {
        if (known.get(pipeline) === reading) known.delete(pipeline)
      })
      return { structure: await reading, remembered: false }
    },
    forget: (pipeline) => void known.delete(pipeline),
  }
}
