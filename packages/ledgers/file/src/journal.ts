import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { LedgerEntry } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { compact, isPending } from './compaction.ts'
import type { Written } from './line.ts'
import { append, founded } from './place.ts'
import type { Replay } from './replay.ts'
import { type Desk, type Sitting, sit } from './sitting.ts'
import { turns } from './turns.ts'

/** One process's hand on the file: it does one thing at a time, and writes together what waits together. */
export interface Journal {
  /** All there is; nothing when there is no file. */
  readonly look: () => Promise<Replay | undefined>
  readonly write: (entry: LedgerEntry) => Promise<'written' | 'conflict'>
}

interface Wish {
  readonly line: Written
  readonly answer: (outcome: 'written' | 'conflict') => void
  readonly fail: (failure: unknown) => void
}

/** How often a sealed file is looked at again, and how long in between. */
const patience = { looks: 500, milliseconds: 10 }

export function journal(desk: Desk): Journal {
  const inTurn = turns()
  let waiting: Wish[] = []

  async function grantAll(): Promise<void> {
    const wishes = waiting
    waiting = []
    // A wish that was answered already takes no notice of a failure.
    await granted(desk, wishes).catch((failure: unknown) => {
      for (const { fail } of wishes) fail(failure)
    })
  }

  return {
    look: () => inTurn(() => sit(desk, async () => desk.reader.read())),
    write(entry) {
      const line: Written = { writer: randomUUID(), at: desk.now(), entry: structuredClone(entry) }
      const answered = new Promise<'written' | 'conflict'>((answer, fail) => {
        waiting.push({ line, answer, fail })
      })
      void inTurn(grantAll)
      return answered
    },
  }
}

async function granted(desk: Desk, wishes: readonly Wish[]): Promise<void> {
  let open = wishes
  for (let looks = 0; open.length > 0; looks += 1) {
    if (looks >= patience.looks)
      throw new UpstreamUnavailable(desk.path, { found: 'a file that stays sealed' })
    open = await sit(desk, (sitting) =>
      sitting === undefined ? afterFounding(desk, open) : grant(sitting, open),
    )
  }
}

async function afterFounding({ path }: Desk, wishes: readonly Wish[]): Promise<readonly Wish[]> {
  await founded(path)
  return wishes
}

/** Answers what it can, and returns the wishes that are still to be written. */
async function grant(sitting: Sitting, wishes: readonly Wish[]): Promise<readonly Wish[]> {
  const { reader } = sitting
  const seal = reader.read()?.seal()
  if (seal !== undefined) {
    if (isPending(seal)) await setTimeout(patience.milliseconds)
    else await compact(sitting, seal)
    return wishes
  }
  const { hopeful = [], vain = [] } = Object.groupBy(wishes, ({ line: { entry } }) =>
    // Lines of one batch may follow each other, so only what can never follow is refused here.
    Number.isSafeInteger(entry.edition) &&
    entry.edition > (reader.read()?.latest(entry.key)?.entry.edition ?? 0)
      ? 'hopeful'
      : 'vain',
  )
  for (const { answer } of vain) answer('conflict')
  return hopeful.length === 0 ? [] : put(sitting, hopeful)
}

async function put(sitting: Sitting, wishes: readonly Wish[]): Promise<readonly Wish[]> {
  const { path, handle, reader } = sitting
  await append(
    path,
    handle,
    wishes.map(({ line }) => line),
  )
  const outcomes = await reader.catchUp(handle)
  const outcomeOf = ({ line }: Wish) => outcomes.get(line.writer) ?? 'void'
  const again = wishes.filter((wish) => outcomeOf(wish) === 'void')
  // Before the answers: whoever has them may end, or take the folder away.
  if (again.length === 0) await tidy(sitting)
  for (const wish of wishes) {
    const outcome = outcomeOf(wish)
    if (outcome !== 'void') wish.answer(outcome)
  }
  return again
}

async function tidy(sitting: Sitting): Promise<void> {
  const state = sitting.reader.read()
  if (state === undefined || state.waste() <= Math.max(sitting.mostWastedLines, state.kept().length)) return
  // What was asked for is done; a disk too full to tidy up is the next write's failure.
  await compact(sitting).catch(() => undefined)
}
