/**
 * When something happened, as text that sorts: `2026-11-25T09:00:00Z`, in UTC and in whole seconds.
 *
 * An event tells no more than seconds and `imagePushedAt` may, so what is below a second is cut off:
 * within one second nothing is older than anything else, and where the tag points now decides.
 *
 * @returns nothing for nothing, and `unreadable` for what is no time
 */
export function orderOf(time: unknown): string | undefined {
  if (time === undefined) return undefined
  const isTime = typeof time === 'string' && instant.test(time) && !Number.isNaN(Date.parse(time))
  return isTime ? `${time.slice(0, 19)}Z` : 'unreadable'
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/
