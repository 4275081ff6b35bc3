/** Shared between the threads of one laptop: by how many milliseconds its time is ahead of the world's. */
export type SharedOffset = BigInt64Array<SharedArrayBuffer>

export const sharedOffset = (): SharedOffset => new BigInt64Array(new SharedArrayBuffer(8))

/**
 * Has everything in this thread tell the laptop's own time. The gateway, the authorizer and the
 * identity provider must move together, or a token made after the move would be of another day.
 */
export function followTime(offset: SharedOffset): void {
  const RealDate = Date
  const now = () => RealDate.now() + Number(Atomics.load(offset, 0))
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  })
}
