import { demand, UpstreamUnavailable } from '@sallyport/kernel'
import type { RefusalReason } from '../token-verifier.ts'
import type { CacheState, FaultStage } from './fault-stage.ts'
import { allWords, tells } from './telling.ts'

/** An answer in one word; `unavailable` for a failure that says so. */
export type Word = 'verified' | 'unavailable' | RefusalReason

/** Longer than any back-off, and than the Retry-After of the stage. */
const backOffSeconds = 60

/** Brings the cache into a state by nothing but calls and time. */
export async function fill(stage: FaultStage, state: CacheState): Promise<void> {
  if (state === 'empty') return
  await hears(stage, await stage.known(), ['verified'])
  // One second past, and still far from the end of their life.
  if (state === 'stale') stage.passSeconds(stage.keysFreshForSeconds + 1)
}

/** Once the fault is over, no part of it stays behind. */
export async function recovers(stage: FaultStage): Promise<void> {
  await stage.end()
  await stage.settled()
  stage.passSeconds(backOffSeconds)
  await hears(stage, await stage.known(), ['verified'])
  await stage.settled()
  await hears(stage, await stage.rotated(), ['verified'])
  await hears(stage, await stage.known(), ['verified'])
  await hears(stage, await stage.forged(), ['bad_signature'])
}

/** Demands one of these answers, and that nothing of the token is told with it. */
export async function hears(stage: FaultStage, token: string, words: readonly Word[]): Promise<void> {
  const found = await wordFor(stage, token)
  demand(words.includes(found), `expected ${words.join(' or ')}, found ${found}`)
}

/** @throws a sentence for any failure but `UpstreamUnavailable` */
export async function wordFor({ verifier, call }: FaultStage, token: string): Promise<Word> {
  try {
    const answer = await verifier.verify(token, call)
    demand(
      !tells(JSON.stringify(answer.explanation), token),
      'expected discretion, found a token in an explanation',
    )
    return answer.outcome === 'verified' ? 'verified' : answer.reason
  } catch (failure) {
    demand(failure instanceof UpstreamUnavailable, 'expected UpstreamUnavailable, found another failure')
    demand(!tells(allWords(failure), token), 'expected discretion, found a token in a failure')
    return 'unavailable'
  }
}
