import type { RequirementId } from './corpus-token.ts'
import { elsewhere } from './elsewhere.ts'
import type { Score } from './score.ts'

const counts = { S: 30, I: 8, D: 7, T: 1, E: 5, O: 4, F: 2, P: 1, V: 32 } as const

/** Every requirement, those of the standards first, then the classes of real attacks. */
export const requirementIds: readonly RequirementId[] = Object.entries(counts).flatMap(([letter, most]) =>
  Array.from(
    { length: most },
    (_, index) => `${letter as keyof typeof counts}${String(index + 1).padStart(2, '0')}` as RequirementId,
  ),
)

/**
 * A line for each requirement: its id, how many tests accepted and how many refused, and what covers
 * it beside the corpus. Only tests that held are counted.
 */
export function requirementTable(score: Score): string {
  const { byRequirement, hostileTokens, goodTokens, acceptedSpellings, triedSpellings } = score
  const rows = requirementIds.map((id) => {
    const { accepting, refusing } = byRequirement.get(id) ?? { accepting: 0, refusing: 0 }
    return [id, count(accepting), count(refusing), elsewhere[id] ?? ''] as const
  })
  const lines = [['id', 'accepting', 'refusing', 'covered otherwise'] as const, ...rows].map(
    ([id, accepting, refusing, note]) =>
      `${id.padEnd(4)} ${accepting.padStart(9)} ${refusing.padStart(9)}  ${note}`.trimEnd(),
  )
  const totals = [
    `${goodTokens} good tokens, ${hostileTokens} hostile ones`,
    `${acceptedSpellings} accepted of ${triedSpellings} spellings of one token`,
  ]
  return [...lines, ...totals].join('\n')
}

const count = (tests: number) => (tests === 0 ? '-' : String(tests))
