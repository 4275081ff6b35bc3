import { createHash } from 'node:crypto'
import type { Ledger, LedgerEntry } from '@sallyport/delivery'
import type { Clock } from '@sallyport/kernel'

/** What tells one delivery from another. */
export interface Delivery {
  /** `owner/name` */
  readonly repository: string
  /** `X-GitHub-Delivery` */
  readonly id: string
  /** Of the body: the id is not signed, and whoever overheard a delivery could give it another. */
  readonly bodyHash: string
}

/** Remembers what was forwarded. */
export interface Deliveries {
  readonly has: (delivery: Delivery) => Promise<boolean>
  readonly remember: (delivery: Delivery) => Promise<void>
}

export const hashOf = (body: Buffer): string => createHash('sha256').update(body).digest('hex')

/** As long as GitHub.com lets people redeliver (docs.github.com, "Redelivering webhooks"). */
const rememberedForMilliseconds = 3 * 86_400_000

/**
 * Deliveries in the ledger of gate 2, or in one beside it. Each is two entries, by its id and by its body;
 * their kind is no source's, so that no sweep looks at them.
 *
 * A second writer finds the entry there, and is content: the delivery is known, which is all there is to say.
 */
export function deliveriesIn(ledger: Ledger, clock: Clock): Deliveries {
  return {
    async has(delivery) {
      const found = await Promise.all(
        originsOf(delivery).map((origin) => ledger.read(origin, [everyPipeline])),
      )
      const now = clock.now()
      return found.flat().some(({ forgetAfter = now }) => forgetAfter >= now)
    },
    async remember(delivery) {
      const forgetAfter = clock.now() + rememberedForMilliseconds
      await Promise.all(
        originsOf(delivery).map((origin) =>
          written(ledger, { ...origin, pipeline: everyPipeline }, forgetAfter),
        ),
      )
    },
  }
}

const everyPipeline = '*'

const originsOf = ({ repository, id, bodyHash }: Delivery) =>
  [id, `sha256:${bodyHash}`].map((ref) => ({ kind: 'github-delivery', repository, ref }))

/** An entry that was to be forgotten and is still there has the edition before ours. */
async function written(ledger: Ledger, key: LedgerEntry['key'], forgetAfter: number): Promise<void> {
  if ((await ledger.write({ key, edition: 1, forgetAfter })) === 'written') return
  const { pipeline, ...origin } = key
  const [old] = await ledger.read(origin, [pipeline])
  if (old !== undefined) await ledger.write({ key, edition: old.edition + 1, forgetAfter })
}

/** The last deliveries of this process, which knows nothing of its neighbours. */
export function recentDeliveries(most: number): Deliveries {
  const known = new Set<string>()
  const namesOf = ({ id, bodyHash }: Delivery) => [`id ${id}`, `body ${bodyHash}`]

  return {
    has: async (delivery) => namesOf(delivery).some((name) => known.has(name)),
    async remember(delivery) {
      for (const name of namesOf(delivery)) known.add(name)
      // A Set keeps the order in which names were added.
      for (const name of known) {
        if (known.size <= most * 2) return
        known.delete(name)
      }
    },
  }
}
