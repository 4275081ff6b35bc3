/** What takes asking for, kept once for everybody who needs it. */
export interface Kept<Value> {
  /** What is kept by a name; made now if nothing is. What fails is not kept. */
  readonly get: (name: string, make: () => Promise<Value>) => Promise<Value>
  /** Forgets a value, unless another has taken its place already. */
  readonly drop: (name: string, value: Value) => void
  readonly clear: () => void
}

export function kept<Value>(): Kept<Value> {
  const values = new Map<string, { readonly promise: Promise<Value>; value?: Value }>()
  return {
    get(name, make) {
      const known = values.get(name)
      if (known !== undefined) return known.promise
      const own: { readonly promise: Promise<Value>; value?: Value } = { promise: make() }
      values.set(name, own)
      own.promise.then(
        (value) => void (own.value = value),
        () => {
          if (values.get(name) === own) values.delete(name)
        },
      )
      return own.promise
    },
    drop(name, value) {
      if (values.get(name)?.value === value) values.delete(name)
    },
    clear: () => values.clear(),
  }
}
