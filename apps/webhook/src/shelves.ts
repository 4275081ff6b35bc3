import { knowing, type Shelf } from '@sallyport/composition/configured'
import type { Ledger } from '@sallyport/delivery'
import type { Queue } from '@sallyport/delivery/queue'
import { ConfigurationInvalid } from '@sallyport/kernel'

/** What `use` may name; each is imported only when it is chosen. */
export const queues: Shelf<Queue, object> = {
  sqs: async () => {
    const { sqs } = await import('@sallyport/queue-sqs')
    // In a configuration the member stands in `queue`, and need not say so again.
    return ({ url, ...others }: { readonly url: string }) =>
      underItsName(() => sqs({ ...others, queueUrl: url }), 'queueUrl', 'url')
  },
}

export const ledgers: Shelf<Ledger, object> = {
  dynamodb: async () =>
    knowing(['table', 'clientOptions', 'attempts'], (await import('@sallyport/ledger-dynamodb')).dynamodb),
  file: async () => knowing(['path', 'mostWastedLines'], (await import('@sallyport/ledger-file')).file),
  memory: async () => knowing([], (await import('@sallyport/delivery')).memoryLedger),
}

/** Has complaints name the option as the configuration does. */
function underItsName<Adapter>(make: () => Adapter, option: string, member: string): Adapter {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error
    throw new ConfigurationInvalid(
      error.issues.map(({ path: [first, ...rest], ...issue }) => ({
        ...issue,
        path: first === undefined ? [] : [first === option ? member : first, ...rest],
      })),
    )
  }
}
