/**
 * Lets one act at a time happen for each name, in the order they came: GitHub's advice against secondary
 * rate limits.
 */
export function inLine(): <Result>(name: string, act: () => Promise<Result>) => Promise<Result> {
  const lasts = new Map<string, Promise<unknown>>()
  return (name, act) => {
    // Whoever went before tells their own failure.
    const before = (lasts.get(name) ?? Promise.resolve()).catch(() => undefined)
    const own = before.then(act)
    lasts.set(name, own)
    const leave = () => {
      if (lasts.get(name) === own) lasts.delete(name)
    }
    own.then(leave, leave)
    return own
  }
}
