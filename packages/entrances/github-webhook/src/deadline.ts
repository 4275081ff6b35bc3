import { UpstreamUnavailable } from '@sallyport/kernel'

/** What is left of the time in which an answer is due. */
export interface Deadline {
  /** In milliseconds, and 1 when there is none. */
  readonly left: () => number
}

export function deadline(milliseconds: number): Deadline {
  const started = performance.now()
  return { left: () => Math.max(1, Math.floor(milliseconds - (performance.now() - started))) }
}

/**
 * An answer, or `UpstreamUnavailable` when it does not come in time: nothing that is asked may keep
 * GitHub waiting, whatever it promised.
 */
export async function within<Answer>(
  milliseconds: number,
  upstream: string,
  asked: Promise<Answer>,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new UpstreamUnavailable(upstream, { found: 'none in time' })),
      milliseconds,
    )
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
