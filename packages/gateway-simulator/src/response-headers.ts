type Headers = Readonly<Record<string, string>>

/** Header sets on top of each other: the last value and spelling of a name stand, whatever its case. */
export function layered(...layers: readonly Headers[]): Headers {
  const byName = new Map<string, readonly [string, string]>()
  for (const [name, value] of layers.flatMap((layer) => Object.entries(layer)))
    byName.set(name.toLowerCase(), [name, value])
  return Object.fromEntries(byName.values())
}
