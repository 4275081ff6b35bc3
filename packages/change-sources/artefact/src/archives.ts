import { type Archive, guessOf, openArchive, type Reading, stateOf } from './archive.ts'
import type { ObjectAddress } from './object-address.ts'
import { recent } from './recent.ts'

/** The archives of a bucket's objects, by revision. */
export interface Archives {
  /** Asks S3, whatever is remembered. */
  readonly after: (address: ObjectAddress, revision: string) => Promise<Archive>
  /** From memory, if it was read lately. */
  readonly before: (address: ObjectAddress, revision: string) => Promise<Archive>
  /** The same of what is compared, and not compared with. */
  readonly lately: (address: ObjectAddress, revision: string) => Promise<Archive>
}

type Opened = Extract<Archive, { readonly outcome: 'opened' }>

/**
 * Reads archives, and remembers some: what is compared today is what tomorrow's is compared with. Neither a
 * version nor what an entity tag is of ever changes.
 */
export function archives(reading: Reading): Archives {
  const opened = recent<Opened>({ most: 50_000, weigh: ({ table }) => table.files.size + 1 })
  const lengths = recent<number>({ most: 1000, weigh: () => 1 })

  const open = async (address: ObjectAddress, revision: string, side: 'before' | 'after') => {
    const object = `${address.bucket}/${address.key}`
    const archive = await openArchive(reading, stateOf(address, revision, side), {
      bytes: guessOf(lengths.get(object)),
      learn: (bytes) => lengths.put(object, bytes),
    })
    if (archive.outcome === 'opened') opened.put(nameOf(address, revision), archive)
    return archive
  }
  const lately = (side: 'before' | 'after') => async (address: ObjectAddress, revision: string) =>
    opened.get(nameOf(address, revision)) ?? open(address, revision, side)
  return {
    after: (address, revision) => open(address, revision, 'after'),
    before: lately('before'),
    lately: lately('after'),
  }
}

const nameOf = ({ bucket, key }: ObjectAddress, revision: string) => `${bucket}/${revision}/${key}`
