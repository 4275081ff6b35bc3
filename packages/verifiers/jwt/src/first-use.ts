/**
 * Something that most deployments never need, loaded with its first use and kept. Where it cannot be
 * loaded every use rejects: nothing is answered without it.
 */
export function onFirstUse<Value extends object>(load: () => Promise<Value>): () => Value | Promise<Value> {
  let kept: Value | undefined
  return () => kept ?? load().then((loaded) => (kept ??= loaded))
}
