/** More at once only moves the queue to the service, which answers with throttling. */
const width = 16

/**
 * Does something for each, a few at a time, and keeps the order of the answers. After a failure it
 * begins nothing more, and fails when what was under way has ended.
 */
export async function inTurns<Item, Answer>(
  items: readonly Item[],
  work: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers = new Map<number, Answer>()
  const queue = items.entries()
  let hasFailed = false
  const worker = async () => {
    for (const [at, item] of queue) {
      if (hasFailed) return
      try {
        answers.set(at, await work(item))
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  const workers = Array.from({ length: Math.min(width, items.length) }, worker)
  // Nobody is left at work behind the back of whoever hears of the failure.
  await Promise.allSettled(workers)
  await Promise.all(workers)
  return items.flatMap((_, at) => (answers.has(at) ? [answers.get(at) as Answer] : []))
}
