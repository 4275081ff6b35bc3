/** What was last put in, by name. */
export interface Recent<Value> {
  readonly get: (name: string) => Value | undefined
  readonly put: (name: string, value: Value) => void
}

export interface RecentOptions<Value> {
  /** Of all values together. */
  readonly most: number
  readonly weigh: (value: Value) => number
}

/** Remembers what was used last, and forgets the rest when it gets too heavy. */
export function recent<Value>({ most, weigh }: RecentOptions<Value>): Recent<Value> {
  const kept = new Map<string, Value>()
  let weight = 0
  const drop = (name: string) => {
    const value = kept.get(name)
    if (value === undefined) return
    weight -= weigh(value)
    kept.delete(name)
  }
  return {
    get(name) {
      const value = kept.get(name)
      if (value !== undefined) {
        kept.delete(name)
        kept.set(name, value)
      }
      return value
    },
    put(name, value) {
      drop(name)
      if (weigh(value) > most) return
      kept.set(name, value)
      weight += weigh(value)
      for (const oldest of kept.keys()) {
        if (weight <= most) break
        drop(oldest)
      }
    },
  }
}
